import type { ComparisonTable, HistoryValue } from '../../../contract/history.ts'
import { compareModels } from '../../../core/run/compareModels.ts'
import { modelDocument } from '../../../core/run/modelDocument.ts'
import type { Metric } from '../../../core/metrics/metrics.ts'
import { primaryMetric } from '../../../core/metrics/primaryMetric.ts'
import { isRepeatable } from '../../../core/split/validationFields.ts'
import { rankingMetric } from '../../../core/experiment/resolve/rankingMetric.ts'
import type { ModelDocument } from '../../../core/run/runDocument.ts'
import { applyRunEvent } from '../../../core/run/applyRunEvent.ts'
import type { Workspace } from '../../workspace/workspace.ts'
import { candidateRefs } from '../store/candidateRef.ts'
import type { CandidateRef } from '../store/candidateRef.ts'
import { fitEndOf, fitRowsOf } from '../store/fitRows.ts'
import { flatSettings } from './flatSettings.ts'
import { historyRowsOf } from './historyRows.ts'
import { loadRun } from '../store/loadRun.ts'
import type { StoredRun } from '../store/loadRun.ts'
import { emptyState } from '../store/loadRunState.ts'

/**
 * Candidates of any runs side by side: what differs in settings, network, data and environment, what is the same, and
 * verdicts for those that were scored on identical folds, which name candidates by id, since names repeat between runs.
 * @param ids `RUN/POSITION` each.
 */
export function compareCandidates(workspace: Workspace, ids: readonly string[]): ComparisonTable {
  const refs = candidateRefs(workspace, ids)
  const runs = new Map(refs.map(({ runId }) => [runId, loadRun(workspace, runId)]))
  const compared = refs.map((ref): Compared => ({ ref, run: runs.get(ref.runId) as StoredRun }))
  return {
    rows: historyRowsOf(
      workspace,
      refs.map(({ rowId }) => rowId),
    ),
    ...sameAndDifferent(compared.map(describe)),
    ...verdicts(workspace, compared),
  }
}

interface Compared {
  readonly ref: CandidateRef
  readonly run: StoredRun
}

/** Everything that could make a difference, by field. */
function describe({ ref, run }: Compared): ReadonlyMap<string, HistoryValue> {
  const { row, context } = run
  const { hyperparameters, spec } = context.experiment.candidates[ref.position]
  const { validation, preprocessing, dataset } = context.experiment
  const { file: _, ...reading } = dataset
  return new Map([
    ['dataset.file', row.datasetName],
    ['dataset.sha256', row.datasetSha256],
    ...flatSettings({ rows: context.dataset.rows, features: context.dataset.features, ...reading }, 'dataset'),
    ['task', row.task],
    ['seed', row.seed],
    ...flatSettings(hyperparameters, 'hyperparameter'),
    ...flatSettings({ validation, preprocessing, ...spec }, 'setting'),
    ['parameters', context.parameters[ref.position]],
    ...flatSettings(context.environment, 'environment'),
    ...flatSettings(row.backend === null ? {} : JSON.parse(row.backend), 'backend'),
  ])
}

function sameAndDifferent(
  described: readonly ReadonlyMap<string, HistoryValue>[],
): Pick<ComparisonTable, 'same' | 'differences'> {
  const fields = [...new Set(described.flatMap((one) => [...one.keys()]))]
  const valuesOf = (field: string) => described.map((one) => one.get(field) ?? null)
  const isSame = (field: string) => valuesOf(field).every((value, _, [first]) => value === first)
  return {
    differences: fields.filter((field) => !isSame(field)).map((field) => ({ field, values: valuesOf(field) })),
    same: fields.filter(isSame).map((field) => ({ field, value: valuesOf(field)[0] })),
  }
}

/** Candidates whose held-out rows are the same fold by fold can be compared, whichever runs they are from. */
function verdicts(
  workspace: Workspace,
  compared: readonly Compared[],
): Pick<ComparisonTable, 'comparisons' | 'notices'> {
  const groups = Map.groupBy(compared, foldsKey)
  const notices =
    groups.size > 1
      ? ['Some were not scored on identical folds of the same data, so they have no verdict on each other.']
      : []
  const comparisons = [...groups.values()].flatMap((group) =>
    compareModels(
      group.map((one) => documentOf(workspace, one)),
      { metric: commonMetric(group), isRepeatable: isRepeatable(group[0].run.context.experiment.validation) },
    ),
  )
  return { comparisons, notices }
}

/** What ranks all of them; the task's own metric where their experiments rank by different ones. */
function commonMetric(group: readonly Compared[]): Metric {
  const [first, ...others] = group.map(({ run }) => rankingMetric(run.context.experiment))
  return others.every(({ name }) => name === first.name) ? first : primaryMetric(group[0].run.row.task)
}

/** Splits follow from the table, the protocol and the seed; more repeats leave the first ones as they are. */
function foldsKey({ run }: Compared): string {
  const { row, context } = run
  const { validation, seed } = context.experiment
  const { repeats: _, ...protocol } = validation.strategy === 'nested' ? validation.outer : validation
  return JSON.stringify([row.tableHash, row.task, { ...protocol, seed: protocol.seed ?? seed }])
}

function documentOf({ database }: Workspace, { ref, run }: Compared): ModelDocument {
  const fits = fitRowsOf(database, ref.runId).filter(({ position }) => position === ref.position)
  const state = fits.map((fit) => fitEndOf(fit)).reduce(applyRunEvent, emptyState(run))
  const { experiment, parameters } = run.context
  const { position } = ref
  const document = modelDocument(
    experiment.candidates[position],
    state.candidates[position],
    parameters[position],
    false,
  )
  return { ...document, name: `${ref.runId}/${String(position)}` }
}
