import * as z from 'zod/mini'
import { FINAL_FOLD } from '../run/fitStream.ts'
import type { ShardMessage } from './shardMessage.ts'

/** What stands in the files of a shard came from another machine: nothing is recorded that has not this form. */

const count = z.int().check(z.gte(0))
const seconds = z.number().check(z.gte(0))
const text = z.string().check(z.maxLength(100_000))
/** NaN and infinities are among the numbers of a fit that diverged. */
const anyNumber = z.custom<number>((value) => typeof value === 'number')
const nullableNumber = z.nullable(anyNumber)
const scores = z.record(z.string(), nullableNumber)

/** Histories are long, and hold what is no number where a fit diverged: only types are looked at. */
const numbers = z.custom<readonly number[]>(isNumbers)
const history = z.record(z.string(), numbers)

const fitKey = z.strictObject({
  candidate: count,
  repeat: count,
  fold: z.int().check(z.gte(FINAL_FOLD)),
  outer: z.optional(count),
  fraction: z.optional(z.number().check(z.gt(0), z.lt(1))),
})

const error = z.object({
  code: z.string().check(z.regex(/^[a-z]+\/[a-z-]+$/), z.maxLength(100)),
  message: text,
  hint: z.optional(text),
  path: z.optional(text),
})

const backend = z.strictObject({
  name: z.enum(['kernel', 'tensorflow', 'wasm', 'cpu']),
  version: text,
  program: z.enum(['compiled', 'eager']),
  threads: z.strictObject({ intraOp: count, interOp: count }),
  engine: z.optional(count),
  instructions: z.optional(text),
  notice: z.optional(text),
})

const predictions = z
  .strictObject({
    rows: z.custom<readonly number[]>(
      (value) => isNumbers(value) && value.every((row) => Number.isInteger(row) && row >= 0),
    ),
    values: z.custom<readonly number[] | readonly (readonly number[])[]>(
      (value) => isNumbers(value) || (Array.isArray(value) && value.every(isNumbers)),
    ),
  })
  .check(z.refine(({ rows, values }) => rows.length === values.length))

const preparation = z.strictObject({
  trainRows: count,
  testRows: count,
  unseenCategories: count,
  imputedCells: count,
  fingerprint: text,
  training: z.optional(
    z.strictObject({
      trainedRows: count,
      watchedRows: z.optional(count),
      classWeights: z.optional(numbers),
      fingerprint: text,
    }),
  ),
  isConstant: z.optional(z.literal(true)),
})

const explanation = z.strictObject({
  importance: z.optional(
    z.strictObject({
      metric: text,
      loss: text,
      shuffles: count,
      columns: z.array(z.strictObject({ names: z.array(text), drop: nullableNumber, rise: nullableNumber })),
    }),
  ),
  dependence: z.optional(
    z.array(
      z.strictObject({
        name: text,
        label: z.optional(text),
        grid: z.union([numbers, z.array(text)]),
        values: numbers,
        individual: z.optional(z.array(numbers)),
      }),
    ),
  ),
  layers: z.optional(
    z.array(
      z.strictObject({
        name: text,
        type: z.enum(['dense', 'output', 'activation']),
        units: count,
        norm: z.optional(z.strictObject({ mean: anyNumber, max: anyNumber })),
        limit: z.optional(z.strictObject({ maxValue: anyNumber, units: count })),
        idle: z.optional(count),
        update: z.optional(anyNumber),
        moved: z.optional(anyNumber),
      }),
    ),
  ),
  trainScores: z.optional(scores),
  learning: z.optional(z.array(z.strictObject({ fraction: z.number(), trainRows: count, scores: z.optional(scores) }))),
})

const end = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('finished') }),
  z.strictObject({ kind: z.literal('stopped') }),
  z.strictObject({ kind: z.literal('failed'), error }),
])

const atMs = seconds
const event = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('started'), backend, fits: count, atMs }),
  z.strictObject({
    kind: z.literal('candidatesStarted'),
    candidates: z.array(count),
    fits: count,
    epochs: count,
    atMs,
  }),
  z
    .strictObject({
      kind: z.literal('epochs'),
      fits: z.array(fitKey),
      fromEpoch: count,
      values: z.record(z.string(), z.array(numbers)),
      atMs,
    })
    .check(z.refine(({ fits, values }) => Object.values(values).every(({ length }) => length === fits.length))),
  z.strictObject({
    kind: z.literal('fitFinished'),
    fit: fitKey,
    history,
    scores,
    predictions,
    preparation,
    epochs: count,
    steps: count,
    seconds,
    bestEpoch: z.optional(count),
    explanation: z.optional(explanation),
    atMs,
  }),
  z.strictObject({
    kind: z.literal('fitDiverged'),
    fit: fitKey,
    diverged: z.strictObject({ epoch: count, learningRate: anyNumber }),
    history,
    preparation,
    steps: count,
    seconds,
    atMs,
  }),
  z.strictObject({ kind: z.literal('fitExplained'), fit: fitKey, explanation, atMs }),
  z.strictObject({ kind: z.literal('notice'), message: text, atMs }),
  z.strictObject({ kind: z.literal('finalModel'), candidate: count, file: text, atMs }),
  z.strictObject({ kind: z.literal('ended'), end, atMs }),
])

const message = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('attempt'),
    attempt: z.strictObject({ node: text, processor: text, startedAt: z.number() }),
  }),
  z.strictObject({ kind: z.literal('refused'), refusal: z.strictObject({ node: text, error }) }),
  z.strictObject({ kind: z.literal('events'), events: z.array(event) }),
  z.strictObject({ kind: z.literal('model'), candidate: count, text: z.string() }),
])

/** A message as a shard writes it; `undefined` for anything else. */
export function readShardMessage(value: unknown): ShardMessage | undefined {
  const read = message.safeParse(value)
  return read.success ? (value as ShardMessage) : undefined
}

function isNumbers(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'number')
}
