import type { HistoryRow } from '../../../../contract/history.ts'

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

function nameAmong(rows: readonly Named[], row: Named, timeText: (startedAt: string) => string): string {
  const { id, name, runName, startedAt } = row
  const alike = rows.filter((other) => other.id !== id && other.name === name)
  if (alike.length === 0) return name
  const isRunAlike = alike.some((other) => other.runName === runName)
  return `${name} (${isRunAlike ? `${runName}, ${timeText(startedAt)}` : runName})`
}
