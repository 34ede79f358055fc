import type { RunDocument } from '../../../core/run/runDocument.ts'

/** What two trainings of one run must have in common to the last bit: everything but ids, times and how often it was begun. */
export function resultsOf(document: RunDocument): unknown {
  const { run: _run, startedAt: _startedAt, seconds: _seconds, notices: _notices, ...rest } = document
  return { ...rest, models: rest.models.map(withoutTimes), references: rest.references?.map(withoutTimes) }
}

interface Timed {
  readonly seconds: number
  readonly fitResults: readonly { readonly seconds: number }[]
}

function withoutTimes({ seconds: _, fitResults, ...rest }: Timed): unknown {
  return { ...rest, fitResults: fitResults.map(({ seconds: __, ...fit }) => fit) }
}
