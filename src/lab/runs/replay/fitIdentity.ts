import { createHash } from 'node:crypto'
import type { ValidationSpec } from '../../../core/split/validationSpec.ts'
import type { Candidate } from '../../../core/model/modelSpec.ts'
import type { BackendInfo, FitKey } from '../../../core/run/runEvent.ts'
import type { TrainerJob } from '../../../core/run/trainerJob.ts'

/** Raise when what names a fit changes. That training itself changes is said by the engine's version, in the backend. */
const FORMAT = 1

/** What a fit's numbers follow from, besides its own key. */
export interface FitGrounds {
  readonly job: Pick<
    TrainerJob,
    'task' | 'classes' | 'seed' | 'preprocessing' | 'validation' | 'watch' | 'scoring' | 'epochMetric'
  >
  /** Hash of the table. */
  readonly tableHash: string
  /** Absent where nothing has said yet what computes. */
  readonly backend: BackendInfo | undefined
}

/** Names a fit of a candidate. */
export type FitIdentifier = (key: FitKey, candidate: Candidate) => string

/**
 * Names fits so that two with the same name have the same numbers: the table, the split, the preprocessing, the network
 * with its training, the seeds, and what computes: engine, library, instructions, threads. Names of models and the number of repeats are no part of it, so a
 * fit of 10×1 is the same fit in 10×5, and in a larger sweep.
 */
export function fitIdentifier({ job, tableHash, backend }: FitGrounds): FitIdentifier {
  const { task, classes, seed, preprocessing, validation, watch, scoring, epochMetric } = job
  const common = canonicalText({
    format: FORMAT,
    tableHash,
    task,
    classes,
    seed,
    preprocessing,
    validation: withoutRepeats(validation),
    // Only runs that have them: the identities of all others stay as they were.
    ...(watch && { watch }),
    ...(epochMetric && { epochMetric }),
    ...(scoring?.positive === 0 && { positive: 0 }),
    ...(scoring?.isWeighted && { scores: 'weighted' }),
    backend: backend && groundsOf(backend),
  })
  const specs = new Map<Candidate, string>()
  return (key, candidate) => {
    const spec = specs.get(candidate) ?? canonicalText({ ...candidate.spec, name: '' })
    specs.set(candidate, spec)
    const { repeat, fold, outer = null } = key
    return createHash('sha256')
      .update(`${common}\n${spec}\n${JSON.stringify([repeat, fold, outer])}`)
      .digest('hex')
  }
}

/** What of a backend numbers depend on: those of the kernel are the same with any number of threads. */
function groundsOf(backend: BackendInfo): object {
  return { ...backend, notice: undefined, ...(backend.name === 'kernel' && { threads: undefined }) }
}

function withoutRepeats(validation: ValidationSpec): unknown {
  if (validation.strategy !== 'nested') return { ...validation, repeats: 0 }
  const { outer, inner } = validation
  return { ...validation, outer: { ...outer, repeats: 0 }, inner: { ...inner, repeats: 0 } }
}

/** JSON whose keys are in order, so that equal data is equal text. */
export function canonicalText(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => (isRecord(part) ? sorted(part) : part))
}

function sorted(record: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)))
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
