import { EARLIER_FIX } from '../diagnostics/storedFindings.ts'
import * as z from 'zod/mini'
import { errorSchema, figureSchema, findingEvidence, nullableNumber } from './runDocumentParts.ts'

const count = z.int().check(z.gte(0))
const seconds = z.number().check(z.gte(0))
const texts = z.array(z.string())
const chance = z.number().check(z.gte(0), z.lte(1))
const scores = z.record(z.string(), nullableNumber)
const task = z.enum(['binary', 'multiclass', 'regression'])
const referenceKind = z.enum(['dummy', 'linear', 'neighbours', 'forest', 'boosting'])

const dataset = z
  .strictObject({
    file: z.optional(z.string()),
    rows: count,
    features: count,
    target: z.string(),
    classes: z.optional(texts),
    classCounts: z.optional(z.array(count)),
    dateColumns: z.optional(texts),
    sha256: z.string(),
  })
  .check(z.refine(({ classes, classCounts }) => classCounts === undefined || classCounts.length === classes?.length))

const interval = z.strictObject({ low: z.number(), high: z.number(), level: chance, method: z.string() })
const metric = z.strictObject({
  mean: nullableNumber,
  std: nullableNumber,
  sampleStd: nullableNumber,
  interval: z.nullable(interval),
  folds: z.array(nullableNumber),
})
const metrics = z.record(z.string(), metric)

const fit = z.strictObject({
  repeat: count,
  fold: count,
  outer: z.optional(count),
  status: z.enum(['finished', 'diverged']),
  epochs: count,
  bestEpoch: z.optional(count),
  steps: count,
  seconds,
  scores: z.optional(scores),
  diverged: z.optional(z.strictObject({ epoch: count, learningRate: nullableNumber })),
  preparation: z.optional(
    z.strictObject({
      trainRows: count,
      testRows: count,
      unseenCategories: count,
      imputedCells: count,
      fingerprint: z.string(),
      isConstant: z.optional(z.literal(true)),
    }),
  ),
  // What was no number is written as null.
  history: z.optional(z.record(z.string(), z.array(nullableNumber))),
})

const model = z.strictObject({
  name: z.string(),
  model: z.string(),
  hyperparameters: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])),
  parameters: count,
  fits: count,
  failed: count,
  planned: count,
  folds: z.optional(z.strictObject({ scored: count, planned: count })),
  steps: count,
  seconds,
  metrics,
  fitResults: z.array(fit),
})

const reference = z.strictObject({
  name: z.string(),
  kind: referenceKind,
  status: z.enum(['finished', 'failed', 'leftOut', 'interrupted']),
  reason: z.optional(z.string()),
  seconds,
  metrics,
  fitResults: z.array(
    z.strictObject({ repeat: count, fold: count, trainRows: count, testRows: count, seconds, scores }),
  ),
})

const comparison = z.strictObject({
  first: z.string(),
  second: z.string(),
  reference: z.optional(referenceKind),
  metric: z.string(),
  folds: count,
  difference: z.number(),
  interval: z.nullable(interval),
  intervalAbsent: z.optional(z.literal('equalDifferences')),
  p: nullableNumber,
  adjustedP: nullableNumber,
  chances: z.strictObject({ first: chance, equal: chance, second: chance }),
  zone: z.number(),
  verdict: z.enum(['firstBetter', 'secondBetter', 'same', 'noDifference', 'cannotTell']),
  headline: z.string(),
  settling: z.nullable(
    z.strictObject({ chance, range: z.nullable(z.strictObject({ low: count, high: count })), most: count }),
  ),
})

const nested = z.strictObject({
  choose: z.string(),
  choices: z.array(z.strictObject({ repeat: count, fold: count, candidate: z.string() })),
  metrics,
})

const optimism = z.strictObject({
  metric: z.string(),
  candidates: count,
  winner: z.string(),
  naive: z.number(),
  tibshirani: z.nullable(z.strictObject({ corrected: z.number(), bias: z.number() })),
  bootstrap: z.nullable(
    z.strictObject({
      corrected: z.number(),
      interval: z.strictObject({ low: z.number(), high: z.number() }),
      samples: count,
      bias: z.number(),
    }),
  ),
})

const backend = z.strictObject({
  name: z.enum(['kernel', 'tensorflow', 'wasm', 'cpu']),
  version: z.string(),
  program: z.enum(['compiled', 'eager']),
  threads: z.strictObject({ intraOp: count, interOp: count }),
  engine: z.optional(z.number()),
  instructions: z.optional(z.string()),
  notice: z.optional(z.string()),
})

const end = z.union([
  z.strictObject({ kind: z.enum(['finished', 'stopped']) }),
  z.strictObject({ kind: z.literal('failed'), error: errorSchema }),
  z.strictObject({ kind: z.literal('crashed'), reason: z.string(), error: errorSchema }),
])

const findingFields = {
  kind: z.string(),
  severity: z.enum(['error', 'warning', 'info']),
  blocks: z.optional(z.literal(true)),
  column: z.optional(z.string()),
  message: z.string(),
  evidence: findingEvidence,
  rows: z.optional(z.array(count)),
}
const finding = z.union([
  z.strictObject({ ...findingFields, fix: z.string() }),
  z.strictObject({ ...findingFields, [EARLIER_FIX]: z.string() }),
])

const ledgerEntry = z.strictObject({
  kind: z.string(),
  column: z.optional(z.string()),
  count: z.number(),
  message: z.string(),
  samples: z.array(z.strictObject({ line: count, cell: z.optional(z.string()) })),
  lines: z.optional(z.array(count)),
  severity: z.enum(['info', 'warning']),
})

const table = z.strictObject({ title: z.optional(z.string()), head: texts, rows: z.array(texts) })
const diagnoses = z.strictObject({
  sections: z.array(
    z.strictObject({
      id: z.string(),
      title: z.string(),
      howToRead: z.string(),
      figures: z.array(figureSchema),
      candidates: z.array(z.strictObject({ name: z.string(), tables: z.array(table), notes: texts })),
    }),
  ),
  candidates: z.array(
    z.strictObject({
      name: z.string(),
      threshold: z.optional(chance),
      isThresholdStored: z.optional(z.boolean()),
      checks: z.array(
        z.strictObject({
          code: z.string(),
          severity: z.enum(['problem', 'hint']),
          title: z.string(),
          silenced: z.optional(z.enum(['run', 'always'])),
          evidence: findingEvidence,
          action: z.optional(z.unknown()),
        }),
      ),
      unavailable: texts,
    }),
  ),
})

/** A `RunDocument` as a file holds it: what reports are made of, every part of the type and within the range that it can have. */
export const runDocumentSchema = z.strictObject({
  holdout: z.literal(1),
  run: z.string(),
  name: z.string(),
  description: z.optional(z.string()),
  task,
  seed: z.number(),
  overrides: z.optional(z.record(z.string(), z.union([z.string(), z.number(), texts]))),
  place: z.optional(
    z.strictObject({
      name: z.string(),
      host: z.optional(z.string()),
      agreed: z.optional(z.enum(['now', 'earlier'])),
      parts: z.array(
        z.strictObject({
          status: z.enum(['waiting', 'running', 'lost', 'done']),
          fits: count,
          fitsDone: count,
          node: z.optional(z.string()),
          losses: count,
        }),
      ),
    }),
  ),
  startedAt: z.string().check(z.regex(/^\d{4}-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-5]\d(\.\d+)?Z$/)),
  seconds,
  end,
  dataset,
  positiveClass: z.optional(z.string()),
  backend: z.nullable(backend),
  models: z.array(model),
  primaryMetric: z.string(),
  comparisons: z.array(comparison),
  references: z.optional(z.array(reference)),
  referencesLeftOut: z.optional(z.array(z.strictObject({ kind: referenceKind, name: z.string(), reason: z.string() }))),
  nested: z.optional(nested),
  optimism: z.optional(optimism),
  notices: texts,
  findings: z.optional(z.array(finding)),
  diagnoses: z.optional(diagnoses),
  ledger: z.array(ledgerEntry),
  environment: z.strictObject({
    holdout: z.string(),
    node: z.string(),
    platform: z.string(),
    cpu: z.string(),
    cores: count,
    memoryBytes: count,
  }),
  experiment: z.string(),
  sha256: z.optional(z.string()),
})
