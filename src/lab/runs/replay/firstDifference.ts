import type { FitDifference } from '../../../core/run/verification.ts'

/** Everything that a fit comes to and that must be the same when it is trained again. */
export interface FitValues {
  readonly status: string
  readonly history: Readonly<Record<string, readonly number[]>>
  readonly scores: Readonly<Record<string, number | null>>
  readonly steps: number
  readonly predictions: readonly number[]
}

/** Where two trainings first differ, by epoch; nothing where they are the same, bit by bit. */
export function firstDifference(stored: FitValues, again: FitValues | undefined): FitDifference | undefined {
  if (!again) return { what: 'missing', stored: stored.status, again: null }
  return (
    historyDifference(stored.history, again.history) ??
    plain('status', stored.status, again.status) ??
    plain('steps', stored.steps, again.steps) ??
    predictionDifference(stored.predictions, again.predictions) ??
    scoreDifference(stored.scores, again.scores)
  )
}

type History = FitValues['history']

/** The earliest epoch in which any metric differs; of several the first by name. */
function historyDifference(stored: History, again: History): FitDifference | undefined {
  const metrics = [...new Set([...Object.keys(stored), ...Object.keys(again)])]
  const found = metrics.flatMap((metric) => {
    const [before, after] = [valuesOf(stored, metric), valuesOf(again, metric)]
    const index = differingIndex(before, after)
    return index < 0 ? [] : [{ metric, index, before: before.at(index), after: after.at(index) }]
  })
  if (found.length === 0) return undefined
  const first = found.reduce((least, one) => (one.index < least.index ? one : least))
  return { ...numbers('history', first.before, first.after), metric: first.metric, epoch: first.index + 1 }
}

function predictionDifference(stored: readonly number[], again: readonly number[]): FitDifference | undefined {
  const index = differingIndex(stored, again)
  return index < 0 ? undefined : numbers('predictions', stored.at(index), again.at(index))
}

function scoreDifference(stored: FitValues['scores'], again: FitValues['scores']): FitDifference | undefined {
  const metric = Object.keys({ ...stored, ...again }).find(
    (name) => !Object.is(stored[name] ?? null, again[name] ?? null),
  )
  if (metric === undefined) return undefined
  return { ...numbers('score', stored[metric] ?? undefined, again[metric] ?? undefined), metric }
}

function plain<T extends string | number>(what: 'status' | 'steps', stored: T, again: T): FitDifference | undefined {
  return stored === again ? undefined : { what, stored, again }
}

function differingIndex(a: readonly number[], b: readonly number[]): number {
  for (let index = 0; index < Math.max(a.length, b.length); index += 1) {
    if (index >= a.length || index >= b.length || !Object.is(a[index], b[index])) return index
  }
  return -1
}

function numbers(
  what: FitDifference['what'],
  stored: number | undefined,
  again: number | undefined,
): Pick<FitDifference, 'what' | 'stored' | 'again' | 'relative'> {
  const relative = relativeDifference(stored, again)
  return { what, stored: stored ?? null, again: again ?? null, ...(relative !== undefined && { relative }) }
}

function relativeDifference(a = NaN, b = NaN): number | undefined {
  const larger = Math.max(Math.abs(a), Math.abs(b))
  const relative = Math.abs(a - b) / larger
  return Number.isFinite(relative) ? relative : undefined
}

function valuesOf(history: History, metric: string): readonly number[] {
  return Object.hasOwn(history, metric) ? history[metric] : []
}
