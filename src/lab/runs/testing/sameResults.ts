import type { RunDocument } from '../../../core/run/runDocument.ts'

/** What two trainings of one run must have in common to the last bit: everything but ids, times and how often it was begun. */
export function resultsOf(document: RunDocument): unknown {
  const { run: _run, startedAt: _startedAt, seconds: _seconds, notices: _notices, ...rest } = document
  const models = rest.models.map(({ seconds: _, fitResults, ...model }) => ({
    ...model,
    fitResults: fitResults.map(({ seconds: __, ...fit }) => fit),
  }))
  return { ...rest, models }
}
