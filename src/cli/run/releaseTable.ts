import { readTableFile } from '../../lab/workspace/storedTableFile.ts'
import type { PreparedRun } from '../../lab/experiments/prepareRun.ts'
import { storedTableOf } from '../../lab/runs/store/storedTableOf.ts'
import type { Workspace } from '../../lab/workspace/workspace.ts'
import { collectGarbage, isLargeTable } from '../../lab/datasets/store/largeTable.ts'

/**
 * Lets go of the table of a stored run, which the trainer holds as well, while it trains: `prepared.table` reads it again from the
 * workspace, each time it is asked for.
 */
export function releaseTable(workspace: Workspace, prepared: PreparedRun, least?: number): void {
  if (!hasLargeTable(prepared, least)) return
  const source = storedTableOf(workspace, prepared.context.runId)
  Object.defineProperty(prepared, 'table', { get: () => readTableFile(source), enumerable: true })
  collectGarbage()
}

/** In a function of its own: a variable of the caller that held its columns would keep them from being collected. */
function hasLargeTable({ table: { rows, features } }: PreparedRun, least: number | undefined): boolean {
  return isLargeTable({ rows, features: features.length }, least)
}
