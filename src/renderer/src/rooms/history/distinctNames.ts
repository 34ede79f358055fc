import type { HistoryRow } from '../../../../contract/history.ts'
import { shortCandidateNames } from '../run/shortCandidateNames.ts'

type Named = Pick<HistoryRow, 'id' | 'name' | 'runName' | 'startedAt'>

/**
 * Names of candidates by id that tell them apart: with the name of the run where two are called alike, and with when it was
 * started, as `timeText` writes it, where their runs are called alike too.
 */
export function distinctNames(
  rows: readonly Named[],
  timeText: (startedAt: string) => string,
): ReadonlyMap<string, string> {
  return new Map(rows.map((row) => [row.id, nameAmong(rows, row, timeText)]))
}

/** {@link distinctNames} for a place with little room: of candidates of one sweep only what they differ in. */
export function shortDistinctNames(
  rows: readonly (Named & Pick<HistoryRow, 'runId' | 'model' | 'hyperparameters'>)[],
  timeText: (startedAt: string) => string,
): ReadonlyMap<string, string> {
  if (new Set(rows.map(({ runId }) => runId)).size !== 1) return distinctNames(rows, timeText)
  const names = shortCandidateNames(rows)
  return new Map(rows.map(({ id, name }, at) => [id, names[at] ?? name]))
}

function nameAmong(rows: readonly Named[], row: Named, timeText: (startedAt: string) => string): string {
  const { id, name, runName, startedAt } = row
  const alike = rows.filter((other) => other.id !== id && other.name === name)
  if (alike.length === 0) return name
  const isRunAlike = alike.some((other) => other.runName === runName)
  return `${name} (${isRunAlike ? `${runName}, ${timeText(startedAt)}` : runName})`
}
