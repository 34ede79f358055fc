import { createHash } from 'node:crypto'
import type { ComparedReference, ComparisonTable, HistoryValue } from '../../../contract/history.ts'
import { compareModels, compareReferences } from '../../../core/run/compareModels.ts'
import { referenceDocuments } from '../../../core/run/referenceDocument.ts'
import { modelDocument } from '../../../core/run/modelDocument.ts'
import type { Table } from '../../../core/dataset/table.ts'
import { HoldoutError } from '../../../core/errors.ts'
import { metricNamed, metricsOf } from '../../../core/metrics/metrics.ts'
import type { Metric } from '../../../core/metrics/metrics.ts'
import { partialWords, scoredFolds } from '../../../core/run/scoredFolds.ts'
import { readStoredTable } from '../../workspace/tableStore.ts'
import { positiveClassIn } from '../../../core/run/positiveClassIn.ts'
import { primaryMetric } from '../../../core/metrics/primaryMetric.ts'
import { outermostOf } from '../../../core/split/outermostOf.ts'
import { isRepeatable } from '../../../core/split/validationFields.ts'
import { takenSettings } from '../../../core/split/takenSettings.ts'
import { rankingMetric } from '../../../core/experiment/resolve/rankingMetric.ts'
import type { ModelDocument } from '../../../core/run/runDocument.ts'
import { applyRunEvent } from '../../../core/run/applyRunEvent.ts'
import type { Workspace } from '../../workspace/workspace.ts'
import { referenceEventsOf } from '../../references/referenceRows.ts'
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
 * @param metric what the verdicts are about; the score that ranks them unless given.
 * @throws HoldoutError `usage/no-such-metric`.
 */
export async function compareCandidates(
  workspace: Workspace,
  ids: readonly string[],
  metric?: string,
): Promise<ComparisonTable> {
  const refs = candidateRefs(workspace, ids)
  const runs = new Map(refs.map(({ runId }) => [runId, loadRun(workspace, runId)]))
  const compared = refs.map((ref): Compared => ({ ref, run: runs.get(ref.runId) as StoredRun }))
  return {
    rows: historyRowsOf(
      workspace,
      refs.map(({ rowId }) => rowId),
    ),
    ...sameAndDifferent(withoutTwins(compared.map(describe))),
    ...(await verdicts(workspace, compared, metric)),
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
    ['positiveClass', positiveClassIn(context.experiment, context.dataset).positiveClass ?? null],
    ['seed', row.seed],
    ...flatSettings(hyperparameters, 'hyperparameter'),
    ...flatSettings({ validation: takenSettings(validation), preprocessing, ...spec }, 'setting'),
    ['parameters', context.parameters[ref.position]],
    ...flatSettings(context.environment, 'environment'),
    ...flatSettings(row.backend === null ? {} : JSON.parse(row.backend), 'backend'),
  ])
}

/** Without what was swept where a setting says the same: `dropout` and `layers.dropout1.rate` are one thing. */
function withoutTwins(
  described: readonly ReadonlyMap<string, HistoryValue>[],
): readonly ReadonlyMap<string, HistoryValue>[] {
  const fields = [...new Set(described.flatMap((one) => [...one.keys()]))]
  const valuesOf = (field: string) => JSON.stringify(described.map((one) => one.get(field) ?? null))
  const settings = new Set(fields.filter((field) => field.startsWith('setting.')).map(valuesOf))
  const twins = new Set(fields.filter((field) => field.startsWith('hyperparameter.') && settings.has(valuesOf(field))))
  return described.map((one) => new Map([...one].filter(([field]) => !twins.has(field))))
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
async function verdicts(
  workspace: Workspace,
  compared: readonly Compared[],
  metric: string | undefined,
): Promise<Pick<ComparisonTable, 'comparisons' | 'references' | 'notices'>> {
  const rowsOf = await rowKeys(workspace, compared)
  const isOfClass = namesClass(compared, metric)
  const groups = Map.groupBy(compared, (one) => JSON.stringify([foldsKey(one, rowsOf), isOfClass && classOf(one)]))
  const folds = new Set(compared.map((one) => foldsKey(one, rowsOf)))
  const documents = [...groups.values()].map((group) => ({
    group,
    models: group.map((one) => documentOf(workspace, one)),
  }))
  const comparisons = documents.flatMap(({ group, models }) =>
    compareModels(models, {
      metric: chosenMetric(group, metric),
      isRepeatable: isRepeatable(group[0].run.context.experiment.validation),
      everyPair: true,
    }),
  )
  const references = documents.flatMap(({ group, models }) => comparedReferences(workspace, group, models, metric))
  const models = documents.flatMap((one) => one.models)
  const notices = [
    ...differentFolds(folds.size),
    ...differentClasses(groups.size > folds.size),
    ...lostFolds(compared, models),
  ]
  return { comparisons, references, notices }
}

/** Reference models on the folds of these candidates, one of each kind, compared with the best of them. */
function comparedReferences(
  { database }: Workspace,
  group: readonly Compared[],
  models: readonly ModelDocument[],
  name: string | undefined,
): readonly ComparedReference[] {
  const metric = chosenMetric(group, name)
  const runs = new Map(group.map(({ ref, run }) => [ref.runId, run]))
  const fitted = [...runs].flatMap(([runId, run]) => {
    const events = referenceEventsOf(database, runId, { values: false })
    const { references = [] } = referenceDocuments(
      events.reduce(applyRunEvent, emptyState(run)).references,
      run.context.experiment,
    )
    return references.filter(({ status }) => status === 'finished').map((reference) => ({ runId, reference }))
  })
  const ofKinds = [...Map.groupBy(fitted, ({ reference }) => reference.kind).values()].map((same) =>
    same.reduce((most, one) => (one.reference.fitResults.length > most.reference.fitResults.length ? one : most)),
  )
  const ground = { metric, isRepeatable: isRepeatable(group[0].run.context.experiment.validation) }
  const comparisons = compareReferences(
    models,
    ofKinds.map(({ reference }) => reference),
    ground,
  )
  return ofKinds.map(({ runId, reference: { kind, name: title, metrics } }) => {
    const comparison = comparisons.find(({ reference }) => reference === kind)
    return { kind, name: title, runId, metrics, ...(comparison && { comparison }) }
  })
}

/** The class that scores of a run with a binary task are about. */
function classOf({ run: { context } }: Compared): string | undefined {
  return positiveClassIn(context.experiment, context.dataset).positiveClass
}

/** Whether the metric that is compared is about one of two classes. */
function namesClass(compared: readonly Compared[], metric: string | undefined): boolean {
  if (metric !== undefined) return metricNamed(metric)?.ofPositiveClass === true
  return compared.some(({ run }) => rankingMetric(run.context.experiment).ofPositiveClass)
}

function differentClasses(areDifferent: boolean): readonly string[] {
  return areDifferent
    ? ['Some have scores of another positive class, so they have no verdict on each other by this metric.']
    : []
}

function differentFolds(groups: number): readonly string[] {
  return groups > 1
    ? ['Some were not scored on identical folds of the same data, so they have no verdict on each other.']
    : []
}

/** Candidates that lost folds to divergence: their means are over other folds than those of the others. */
function lostFolds(compared: readonly Compared[], models: readonly ModelDocument[]): readonly string[] {
  return models.flatMap((model) => {
    const folds = scoredFolds(model)
    if (folds.diverged === 0) return []
    const one = compared.find(({ ref }) => idOf(ref) === model.name)
    const name = one?.run.context.experiment.candidates[one.ref.position].name ?? model.name
    return [
      `${name} has a score over ${partialWords(folds) ?? ''} only, so it has no verdict: its mean is not comparable.`,
    ]
  })
}

/** The metric asked for, else what ranks. @throws HoldoutError `usage/no-such-metric` */
function chosenMetric(group: readonly Compared[], name: string | undefined): Metric {
  if (name === undefined) return commonMetric(group)
  const { task } = group[0].run.row
  const metric = metricNamed(name)
  if (metric?.tasks.includes(task)) return metric
  const names = metricsOf(task).map((one) => one.name)
  throw new HoldoutError('usage/no-such-metric', `There is no metric ${JSON.stringify(name)} for a ${task} task.`, {
    hint: `Use one of ${names.join(', ')}.`,
  })
}

/** What ranks all of them; the task's own metric where their experiments rank by different ones. */
function commonMetric(group: readonly Compared[]): Metric {
  const [first, ...others] = group.map(({ run }) => rankingMetric(run.context.experiment))
  return others.every(({ name }) => name === first.name) ? first : primaryMetric(group[0].run.row.task)
}

/** Splits follow from what splitters see of the table, the protocol and the seed; more repeats leave the first as they are. */
function foldsKey({ run }: Compared, rowsOf: ReadonlyMap<string, string>): string {
  const { row, context } = run
  const { validation, seed } = context.experiment
  const { repeats: _, ...protocol } = outermostOf(validation)
  return JSON.stringify([rowsOf.get(row.tableHash), row.task, { ...protocol, seed: protocol.seed ?? seed }])
}

/**
 * By table: a text that is equal for tables whose held-out rows and scores mean the same. Tables of one dataset may
 * differ in their features alone; then rows, target, groups and weights decide.
 */
async function rowKeys(workspace: Workspace, compared: readonly Compared[]): Promise<ReadonlyMap<string, string>> {
  const hashes = new Map(compared.map(({ run: { row } }) => [row.tableHash, row.datasetSha256]))
  if (hashes.size === 1) return new Map([...hashes.keys()].map((hash) => [hash, hash]))
  const keys = new Map<string, string>()
  for (const [hash, dataset] of hashes) {
    // A table that has gone can only be compared with itself.
    const table = await readStoredTable(workspace, hash).catch(() => undefined)
    keys.set(hash, table ? `${dataset} ${rowsHash(table)}` : hash)
  }
  return keys
}

function rowsHash({ rows, target, groups, weights, time, series, parts }: Table): string {
  const hash = createHash('sha256').update(String(rows))
  const columns = {
    target: target.kind === 'number' ? target.values : target.codes,
    groups,
    weights,
    time,
    series,
    parts,
  }
  for (const [name, values] of Object.entries(columns))
    if (values) hash.update(name).update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
  return hash.digest('hex')
}

function idOf({ runId, position }: CandidateRef): string {
  return `${runId}/${String(position)}`
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
  return { ...document, name: idOf(ref) }
}
