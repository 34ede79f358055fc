import { HoldoutError } from '../../core/errors.ts'
import { ranked } from '../../core/run/compareModels.ts'
import { metricOrPlain } from '../../core/metrics/primaryMetric.ts'
import type { Table } from '../../core/dataset/table.ts'
import type { RunDocument } from '../../core/run/runDocument.ts'
import type { RunState } from '../../core/run/runState.ts'
import type { OpenModel } from '../models/openModel.ts'
import { openModel } from '../models/openModel.ts'
import { predictionParts } from './report/predictionsCsv.ts'
import { collectGarbage, isLargeTable } from '../datasets/store/largeTable.ts'
import { readTableFile } from '../workspace/storedTableFile.ts'
import { withDiagnoses } from '../diagnostics/storedDiagnoses.ts'
import { loadDocument } from '../runs/store/loadDocument.ts'
import { loadRun } from '../runs/store/loadRun.ts'
import type { StoredRun } from '../runs/store/loadRun.ts'
import { loadRunState } from '../runs/store/loadRunState.ts'
import { storedTableOf } from '../runs/store/storedTableOf.ts'
import type { Workspace } from '../workspace/workspace.ts'

/** A run of the workspace with all its values, from which every format is written. */
export interface ExportSource {
  readonly stored: StoredRun
  readonly document: RunDocument
  readonly state: RunState
  /** Read when it is first asked for: what reads it itself may take as much memory. */
  readonly table: Table
  /** Position of the candidate that the person named; absent: the whole run. */
  readonly candidate: number | undefined
  /** The document with where the models are wrong, as reports show it. */
  readonly diagnosed: () => Promise<RunDocument>
  /** Held-out predictions of every row, as CSV in parts. */
  readonly predictions: () => Iterable<string>
}

/** Loads a run. @throws HoldoutError of the family `workspace`, or `usage/no-such-candidate`. */
export async function loadExportSource(
  workspace: Workspace,
  runId: string,
  candidate: number | undefined,
): Promise<ExportSource> {
  const stored = loadRun(workspace, runId)
  if (candidate !== undefined && !(candidate in stored.candidates)) throw noSuchCandidate(runId, candidate, stored)
  const state = await loadRunState(workspace, stored, { values: true })
  const document = await loadDocument(workspace, runId, { histories: true })
  let table: Table | undefined
  const source: ExportSource = {
    ...{ stored, document, state, candidate },
    get table() {
      table ??= readTableFile(storedTableOf(workspace, runId))
      return table
    },
    diagnosed: async () => {
      const diagnosed = await withDiagnoses(workspace, document)
      // What it was computed from, before another table is read.
      if (isLargeTable(document.dataset)) collectGarbage()
      return diagnosed
    },
    predictions: () => predictionParts(state, source.table, document.task),
  }
  return source
}

/** The candidate that a model format is about: the one that was named, else the best of those with a final model. */
export function chosenCandidate({ state, document, candidate }: ExportSource): number {
  if (candidate !== undefined) return candidate
  const positions = state.candidates.flatMap(({ finalModel }, position) => (finalModel === undefined ? [] : [position]))
  const models = positions.map((position) => document.models[position])
  const [best] = ranked(models, metricOrPlain(document.primaryMetric))
  return positions[Math.max(0, models.indexOf(best))] ?? 0
}

/** The final model of the chosen candidate. @throws HoldoutError `usage/no-models`. */
export async function chosenModel(source: ExportSource): Promise<OpenModel> {
  const { finalModel } = source.state.candidates[chosenCandidate(source)]
  if (finalModel === undefined) throw noModels(source)
  return openModel(finalModel)
}

/** That there is nothing to predict with. */
export function noModels({ candidate, state }: ExportSource): HoldoutError {
  const who = candidate === undefined ? 'The run' : `The candidate ${JSON.stringify(state.candidates[candidate].name)}`
  return new HoldoutError(
    'usage/no-models',
    `${who} has no final model: expected a network trained on all rows or an ensemble.`,
    {
      hint: 'Set `finalModel: refit` or `ensemble` in the experiment and run it again.',
    },
  )
}

function noSuchCandidate(runId: string, candidate: number, { candidates }: StoredRun): HoldoutError {
  return new HoldoutError(
    'usage/no-such-candidate',
    `The run ${runId} has ${String(candidates.length)} candidates: expected a number from 1 to ${String(candidates.length)}, received ${String(candidate + 1)}.`,
    { hint: '"holdout runs show RUN" lists the candidates of a run.' },
  )
}
