import type { FitDocument, RunDocument } from '../../../core/run/runDocument.ts'
import type { History } from '../../../core/run/runEvent.ts'

/** Numbers of history that a report carries at most: some two megabytes. */
const MOST_NUMBERS = 240_000
const DIGITS = 6

/**
 * The document with histories as a report carries them: six significant digits, and none for fits beyond the budget
 * (models in their order), which only `result.json` keeps.
 */
export function thinHistories(document: RunDocument): RunDocument {
  let left = MOST_NUMBERS
  const models = document.models.map((model) => {
    const wanted = model.fitResults.reduce((sum, fit) => sum + lengthOf(fit.history), 0)
    if (wanted > left) return { ...model, fitResults: model.fitResults.map(withoutHistory) }
    left -= wanted
    return { ...model, fitResults: model.fitResults.map(rounded) }
  })
  return { ...document, models }
}

function lengthOf(history: History | undefined): number {
  return Object.values(history ?? {}).reduce((sum, values) => sum + values.length, 0)
}

function withoutHistory({ history: _, ...fit }: FitDocument): FitDocument {
  return fit
}

function rounded(fit: FitDocument): FitDocument {
  if (!fit.history) return fit
  const history = Object.entries(fit.history).map(([metric, values]) => [metric, values.map(round)] as const)
  return { ...fit, history: Object.fromEntries(history) }
}

function round(value: number): number {
  return Number.isFinite(value) ? Number(value.toPrecision(DIGITS)) : value
}
