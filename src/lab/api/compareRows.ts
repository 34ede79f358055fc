import type { ComparisonTable, HistoryRow, HistoryValue } from '../../contract/history.ts'
import { HoldoutError } from '../../core/errors.ts'
import { compareModels } from '../../core/run/compareModels.ts'
import { modelDocument } from '../../core/run/modelDocument.ts'
import { primaryMetric } from '../../core/run/primaryMetric.ts'
import type { ModelDocument } from '../../core/run/runDocument.ts'
import { historyRowsOf } from '../runs/historyRows.ts'
import { loadRun } from '../runs/loadRun.ts'
import type { StoredRun } from '../runs/loadRun.ts'
import { loadRunState } from '../runs/loadRunState.ts'
import type { Workspace } from '../workspace/workspace.ts'
import { flatSettings } from './flatSettings.ts'

interface Compared {
  readonly row: HistoryRow
  readonly settings: ReadonlyMap<string, HistoryValue>
  /** Named by the row's id, since names repeat between runs. */
  readonly model: ModelDocument
  /** Equal for rows that were scored on identical folds. */
  readonly folds: string
}

/** Candidates side by side: what differs, what is the same, and a verdict for each pair scored on identical folds. */
export async function compareRows(workspace: Workspace, ids: readonly string[]): Promise<ComparisonTable> {
  const compared: Compared[] = []
  const runs = new Map<string, Promise<LoadedRun>>()
  for (const id of ids) compared.push(await comparedOf(workspace, id, runs))
  const { differences, same } = sorted(compared)
  const rows = compared.map(({ row }) => row)
  return { rows, differences, same, ...verdicts(compared) }
}

interface LoadedRun {
  readonly stored: StoredRun
  readonly state: Awaited<ReturnType<typeof loadRunState>>
}

async function loaded(workspace: Workspace, runId: string): Promise<LoadedRun> {
  const stored = loadRun(workspace, runId)
  return { stored, state: await loadRunState(workspace, stored, { values: false }) }
}

async function comparedOf(workspace: Workspace, id: string, runs: Map<string, Promise<LoadedRun>>): Promise<Compared> {
  const [runId, position] = id.split('/')
  const loading = runs.get(runId) ?? loaded(workspace, runId)
  runs.set(runId, loading)
  const { stored, state } = await loading
  const index = Number(position)
  if (index >= stored.candidates.length) throw noSuchRow(id)
  const { experiment, parameters } = stored.context
  const candidate = experiment.candidates[index]
  const { layers, training } = candidate.spec
  const { validation, preprocessing, seed, task } = experiment
  const document = modelDocument(candidate, state.candidates[index], parameters[index], false)
  return {
    row: historyRowsOf(workspace, [stored.candidates[index].id])[0],
    settings: flatSettings({ layers, training, validation, preprocessing, seed, dataset: stored.row.datasetName }),
    model: { ...document, name: id },
    folds: JSON.stringify([task, stored.row.tableHash, validation, seed]),
  }
}

function sorted(compared: readonly Compared[]): Pick<ComparisonTable, 'differences' | 'same'> {
  const fields = [...new Set(compared.flatMap(({ settings }) => [...settings.keys()]))]
  const lines = fields.map((field) => ({ field, values: compared.map(({ settings }) => settings.get(field) ?? null) }))
  const isSame = ({ values }: (typeof lines)[number]): boolean => values.every((value) => value === values[0])
  return {
    differences: lines.filter((line) => !isSame(line)),
    same: lines.filter(isSame).map(({ field, values }) => ({ field, value: values[0] })),
  }
}

function verdicts(compared: readonly Compared[]): Pick<ComparisonTable, 'comparisons' | 'notices'> {
  const groups = Map.groupBy(compared, ({ folds }) => folds)
  const comparisons = [...groups.values()].flatMap((group) =>
    compareModels(
      group.map(({ model }) => model),
      primaryMetric(group[0].row.task),
    ),
  )
  const notices =
    groups.size > 1
      ? ['Only candidates scored on identical folds of the same data can be compared; others are shown side by side.']
      : []
  return { comparisons, notices }
}

function noSuchRow(id: string): HoldoutError {
  return new HoldoutError('usage/no-such-row', `There is no candidate ${JSON.stringify(id)} in the history.`)
}
