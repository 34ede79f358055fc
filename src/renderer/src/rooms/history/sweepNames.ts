import type { HistoryRow } from '../../../../contract/history.ts'
import { shortCandidateNames } from '../run/shortCandidateNames.ts'

type Named = Pick<HistoryRow, 'id' | 'runId' | 'name' | 'model' | 'hyperparameters'>

/**
 * Names of candidates by id, without what is shown elsewhere: of a sweep only what its candidates differ in, and the model alone
 * where that stands in `columns`.
 */
export function sweepNames(
  rows: readonly (Named | undefined)[],
  columns: readonly string[],
): ReadonlyMap<string, string> {
  const sweeps = Map.groupBy(
    rows.filter((row) => row !== undefined),
    ({ runId, model }) => `${runId} ${model}`,
  )
  const isTold = ({ hyperparameters }: Named) => {
    const swept = Object.keys(hyperparameters)
    return swept.length > 0 && swept.every((one) => columns.includes(`hyperparameter.${one}`))
  }
  return new Map(
    [...sweeps.values()].flatMap((sweep) => {
      const short = shortCandidateNames(sweep)
      return sweep.map((row, at) => [row.id, isTold(row) ? row.model : (short[at] ?? row.name)] as const)
    }),
  )
}
