import { join } from 'node:path'
import type {
  CandidateCurves,
  ComparisonTable,
  HistoryFieldInfo,
  HistoryPage,
  HistoryQuery,
} from '../../contract/history.ts'
import type { SavedModel } from '../../contract/models.ts'
import type { Task } from '../../core/dataset/table.ts'
import { HoldoutError } from '../../core/errors.ts'
import { annotateRuns } from '../runs/store/annotateRuns.ts'
import type { Annotation } from '../runs/store/annotateRuns.ts'
import { compareCandidates } from '../runs/history/compareCandidates.ts'
import { deleteRuns, restoreRuns } from '../runs/store/deleteRuns.ts'
import { loadRun } from '../runs/store/loadRun.ts'
import { loadRunState } from '../runs/store/loadRunState.ts'
import { queryHistory } from '../runs/history/queryHistory.ts'
import { secondsFor } from '../runs/history/secondsFor.ts'
import { runPaths } from '../workspace/workspacePaths.ts'
import type { Workspace } from '../workspace/workspace.ts'
import { candidateCurves } from './candidateCurves.ts'
import type { CurveRequest } from './candidateCurves.ts'
import { historyFields } from './historyFields.ts'
import type { HistoryDesk } from './labServices.ts'

/** What is asked of all runs that the workspace keeps. */
export class HistoryFromWorkspace implements HistoryDesk {
  readonly #workspace: Workspace

  constructor(workspace: Workspace) {
    this.#workspace = workspace
  }

  query(query: HistoryQuery): HistoryPage {
    return queryHistory(this.#workspace, query)
  }

  secondsFor(work: { readonly steps: number; readonly parameters: number }): number | null {
    return secondsFor(this.#workspace, work)
  }

  fields(): readonly HistoryFieldInfo[] {
    return historyFields(this.#workspace)
  }

  compare(rows: readonly string[], metric?: string): Promise<ComparisonTable> {
    return compareCandidates(this.#workspace, rows, metric)
  }

  async curves(rows: readonly string[], request: CurveRequest): Promise<readonly CandidateCurves[]> {
    const curves = new Map<string, CandidateCurves>()
    for (const runId of new Set(rows.map((row) => row.split('/')[0]))) {
      const of = new Set(rows.filter((row) => row.startsWith(`${runId}/`)).map((row) => Number(row.split('/')[1])))
      const state = await loadRunState(this.#workspace, loadRun(this.#workspace, runId), { values: true, of })
      for (const [index, candidate] of state.candidates.entries()) {
        const id = `${runId}/${index}`
        if (rows.includes(id)) curves.set(id, candidateCurves(id, candidate, request))
      }
    }
    return rows.map((row) => curves.get(row)).filter((found) => found !== undefined)
  }

  annotate(runIds: readonly string[], changes: Annotation): void {
    annotateRuns(this.#workspace, runIds, changes)
  }

  delete(runIds: readonly string[]): void {
    deleteRuns(this.#workspace, runIds)
  }

  restore(runIds: readonly string[]): void {
    restoreRuns(this.#workspace, runIds)
  }

  countOnDataset(datasetId: string): number {
    const sql = 'SELECT count(*) AS runs FROM runs WHERE datasetId = ? AND deletedAt IS NULL'
    return this.#workspace.database.get<{ runs: number }>(sql, [datasetId])?.runs ?? 0
  }

  modelPath(candidate: string): string {
    const { database, paths } = this.#workspace
    const found = database.get<{ run: string; finalModel: string | null }>(
      'SELECT run, finalModel FROM candidates WHERE run = ? AND position = ?',
      [candidate.split('/')[0], Number(candidate.split('/')[1])],
    )
    if (typeof found?.finalModel === 'string') return join(runPaths(paths, found.run).models, found.finalModel)
    throw new HoldoutError(
      'usage/no-models',
      'The candidate has no final model: expected one that was trained on all rows.',
      {
        hint: 'Set `finalModel: refit` or `ensemble` in the experiment and run it again.',
      },
    )
  }

  models(): readonly SavedModel[] {
    return this.#workspace.database.all<ModelRow>(MODELS).map(({ position, ...model }) => ({
      id: `${model.runId}/${position}`,
      ...model,
    }))
  }
}

const MODELS = `
  SELECT r.id AS runId, r.name AS runName, r.task, r.startedAt AS savedAt, c.position, c.name,
    json_extract(r.context, '$.dataset.target') AS target
  FROM candidates c JOIN runs r ON r.id = c.run
  WHERE c.finalModel IS NOT NULL AND r.deletedAt IS NULL ORDER BY r.startedAt DESC, c.position`

interface ModelRow {
  readonly runId: string
  readonly runName: string
  readonly task: Task
  readonly savedAt: string
  readonly position: number
  readonly name: string
  readonly target: string
}
