import { randomUUID } from 'node:crypto'
import { basename, dirname, resolve } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { DatasetColumn } from '../../core/dataset/inspection.ts'
import type { Table, TableColumn } from '../../core/dataset/table.ts'
import { learnedReading } from '../../core/dataset/learnedReading.ts'
import { conditionWords } from '../../core/dataset/rowFilter.ts'
import type { Ledger } from '../../core/dataset/ledger.ts'
import { HoldoutError } from '../../core/errors.ts'
import type { ResolvedExperiment } from '../../core/experiment/experiment.ts'
import type { ExperimentFile } from '../../core/experiment/file/experimentFile.ts'
import { formatPath } from '../../core/experiment/file/nodePath.ts'
import { problemsError } from '../../core/experiment/file/problem.ts'
import { tableUse } from '../../core/experiment/tableUse.ts'
import { rankingMetric } from '../../core/experiment/resolve/rankingMetric.ts'
import { resolveExperiment } from '../../core/experiment/resolve/resolveExperiment.ts'
import type { Candidate } from '../../core/model/modelSpec.ts'
import { memoryProblem } from '../../core/model/memoryProblem.ts'
import { modelSummary } from '../../core/model/modelSummary.ts'
import { encodeTarget } from '../../core/preprocessing/encodeTarget.ts'
import type { EncodedTarget } from '../../core/preprocessing/encodeTarget.ts'
import { REFERENCE_KINDS } from '../../core/references/referenceKind.ts'
import type { RunContext } from '../../core/run/buildRunDocument.ts'
import { explainRequest } from '../../core/run/explainRequest.ts'
import { chooseThreads } from '../../core/run/chooseThreads.ts'
import { preparedWidth } from '../../core/run/preparedWidth.ts'
import type { DatasetDocument } from '../../core/run/runDocument.ts'
import type { TrainerJob } from '../../core/run/trainerJob.ts'
import { inTurns } from '../eventLoop/inTurns.ts'
import { outermostOf } from '../../core/split/outermostOf.ts'
import { dependsOnColumns } from '../../core/split/smallestTrainFold.ts'
import type { TrainFold } from '../../core/split/smallestTrainFold.ts'
import type { SplitRows } from '../../core/split/split.ts'
import { strategyNamed } from '../../core/split/strategies.ts'
import type { ValidationSpec } from '../../core/split/validationSpec.ts'
import { splitRowsOf } from '../../core/split/splitRowsOf.ts'
import { ColumnWorker } from '../datasets/profile/columnWorker.ts'
import { readTable } from '../datasets/read/readTable.ts'
import type { ReadTable } from '../datasets/read/readTable.ts'
import { located } from './located.ts'
import { describeEnvironment } from './describeEnvironment.ts'
import type { OpenExperiment } from './readExperimentFile.ts'

/** Tensors held at once beyond the library; enough for every lane of a block of small networks. */
const MEMORY_BUDGET_BYTES = 256 << 20
const CHECKPOINT_EVERY_MS = 5000

/** A table with what a run says of where it comes from. */
export interface RunData extends Pick<ReadTable, 'table' | 'sha256'>, Partial<Pick<ReadTable, 'clues'>> {
  readonly inspection: Pick<ReadTable['inspection'], 'name' | 'ledger' | 'columns'> &
    Partial<Pick<ReadTable['inspection'], 'dialect' | 'rows'>>
}

/** What may differ from the experiment file for one run. */
export interface RunChoices {
  /** Beats `dataset.file`; relative to the current folder. */
  readonly data?: string
  /** The table, where it was read already (from the store); beats `data` and `dataset.file`. */
  readonly read?: RunData
  readonly seed?: number
  /** Names of models or candidates; all unless given. */
  readonly models?: readonly string[]
  readonly backend?: TrainerJob['backend']
  /** Name of the place where it is to be trained; this machine unless given. */
  readonly place?: string
  readonly runId?: string
  readonly now?: () => Date
  readonly signal?: AbortSignal
}

/** A run that is ready to start: everything checked that can be checked without training. */
export interface PreparedRun {
  readonly context: RunContext
  readonly table: Table
  /** What the import noted, for the pre-flight. */
  readonly columns: readonly DatasetColumn[]
  /** Columns that the pre-flight looks at beside those of the table. */
  readonly clues: readonly TableColumn[]
  /** All of the job but where its table lies. */
  readonly job: Omit<TrainerJob, 'tableFile'>
}

/**
 * Joins an experiment to its data and works out the job.
 * @throws HoldoutError when the data cannot be read or does not fit the experiment.
 */
export async function prepareRun(open: OpenExperiment, choices: RunChoices = {}): Promise<PreparedRun> {
  const file = choices.seed === undefined ? open.file : { ...open.file, seed: choices.seed }
  const { task } = file
  const read = choices.read ?? (await readData(open, file, choices))
  const target = encodeTarget(read.table, task)
  await nextTurn()
  const resolved = await joined(file, read.table, target, open.locate)
  const experiment = { ...resolved, candidates: chosenCandidates(resolved.candidates, choices.models) }
  const now = choices.now ?? (() => new Date())
  const runId = choices.runId ?? newRunId(now())
  const width = await inTurns(preparedWidth(read.table, experiment.preprocessing))
  const environment = describeEnvironment()
  checkMemory(experiment, file, width, environment.memoryBytes, open.locate)
  const context: RunContext = {
    runId,
    experiment,
    experimentText: open.text,
    dataset: describeDataset(read, target),
    ledger: [...read.inspection.ledger, ...filterEntries(experiment, read)],
    parameters: experiment.candidates.map(({ spec }) => modelSummary(spec, width).trainableParameters),
    startedAt: now().toISOString(),
    environment,
    ...overridesOf(choices),
  }
  const reading = learnedReading(experiment.dataset, read.inspection)
  const job = { ...describeJob(context, { target, table: read.table }, width, choices), dataset: reading }
  return { context, table: read.table, columns: read.inspection.columns, clues: read.clues ?? [], job }
}

/** What the experiment leaves out of its rows; of a run that is extended the ledger has it already. */
function filterEntries({ dataset: { rows: conditions } }: ResolvedExperiment, { table, inspection }: RunData): Ledger {
  const { rows = table.rows } = inspection
  if (!conditions || rows === table.rows) return []
  const count = rows - table.rows
  const message = `${String(count)} of ${String(rows)} rows are left out by the experiment. Kept: ${conditionWords(conditions)}.`
  return [{ kind: 'filtered', count, message, samples: [], severity: 'info' }]
}

/** The experiment joined to its table, checked against the very splits it will be trained on. */
async function joined(
  file: ExperimentFile,
  table: Table,
  target: EncodedTarget,
  locate: OpenExperiment['locate'],
): Promise<ResolvedExperiment> {
  const { task, classes } = target
  const facts = {
    task,
    features: table.features.length,
    classes,
    classCounts: countClasses(target),
    rows: table.rows,
    isWeighted: table.weights !== undefined,
  }
  const resolved = resolveExperiment(file, facts, locate)
  const trainFold = await trainFoldOf(resolved, splitRowsOf(table, target), locate)
  if (!dependsOnColumns(resolved.validation)) return resolved
  return resolveExperiment(file, { ...facts, trainFold }, locate)
}

/** The smallest training fold. @throws HoldoutError `split/…` where any split of the protocol cannot be made */
async function trainFoldOf(
  { validation, seed }: ResolvedExperiment,
  rows: SplitRows,
  locate: OpenExperiment['locate'],
): Promise<TrainFold> {
  await nextTurn()
  const worker = new ColumnWorker()
  try {
    return await worker.smallestTrainFold(validation, rows, seed)
  } catch (error) {
    throw located(error, locate)
  } finally {
    await worker.close()
  }
}

/** @throws HoldoutError `model/too-large` for the first candidate that cannot be held in memory */
function checkMemory(
  { candidates }: ResolvedExperiment,
  { models }: ExperimentFile,
  width: number,
  memoryBytes: number,
  locate: OpenExperiment['locate'],
): void {
  for (const { name, model, spec } of candidates) {
    const problem = memoryProblem(spec, width, memoryBytes)
    if (!problem) continue
    const at = ['models', models.findIndex((written) => written.name === model), ...problem.at]
    throw problemsError([{ ...problem, at, message: `${formatPath(at)} (${name}): ${problem.message}` }], locate)
  }
}

function readData(open: OpenExperiment, file: ExperimentFile, choices: RunChoices): Promise<RunData> {
  const { signal } = choices
  return readTable(dataPath(open, choices), file.dataset, { use: tableUse(file), ...(signal && { signal }) })
}

function describeJob(
  { runId, experiment, environment, dataset }: RunContext,
  { target, table }: { readonly target: EncodedTarget; readonly table: Table },
  width: number,
  { backend = 'auto', place }: RunChoices,
): PreparedRun['job'] {
  const { task, seed, preprocessing, validation, candidates } = experiment
  return {
    runId,
    task,
    classes: target.classes,
    seed,
    preprocessing,
    validation,
    ...watchOf(validation),
    ...epochMetricOf(experiment),
    scoring: scoringOf(experiment, target.classes, table.weights !== undefined),
    candidates,
    finished: [],
    checkpointEveryMs: CHECKPOINT_EVERY_MS,
    backend,
    program: backend === 'portable' ? 'eager' : 'compiled',
    memoryBudgetBytes: MEMORY_BUDGET_BYTES,
    threads: chooseThreads(candidates, width, environment.cores),
    ...(experiment.finalModel === 'ensemble' && { hasEnsembles: true }),
    ...(place !== undefined && awayFromHere(place)),
    ...referencesOf(experiment),
    explain: explainRequest(experiment, { rows: dataset.rows, features: dataset.features }),
  }
}

/** A run that leaves the machine has one core for each part, and the instructions that nearly every processor has. */
function awayFromHere(place: string): Pick<TrainerJob, 'place' | 'threads' | 'instructions'> {
  return { place, threads: { intraOp: 1, interOp: 1 }, instructions: 'AVX2' }
}

/** The class that scores are about, and whether rows count by their weight. */
function scoringOf(
  { positiveClass }: ResolvedExperiment,
  classes: readonly string[],
  isWeighted: boolean,
): NonNullable<TrainerJob['scoring']> {
  const positive = positiveClass === undefined ? -1 : classes.indexOf(positiveClass)
  return { ...(positive >= 0 && { positive }), ...(isWeighted && { isWeighted }) }
}

/** Each epoch of a regression records the error that ranks, or the one that is nearest to it. */
function epochMetricOf(experiment: ResolvedExperiment): Pick<TrainerJob, 'epochMetric'> {
  const { name, weightedFrom = name } = rankingMetric(experiment)
  const isAbsolute = weightedFrom === 'meanAbsoluteError' || weightedFrom === 'medianAbsoluteError'
  return experiment.task === 'regression' && !isAbsolute ? { epochMetric: 'rootMeanSquaredError' } : {}
}

/** Early stopping watches rows as the protocol holds them out: whole groups, or the latest. */
function watchOf(validation: ValidationSpec): Pick<TrainerJob, 'watch'> {
  const { strategy } = outermostOf(validation)
  const { groups, forward } = strategyNamed(strategy)
  return groups ? { watch: 'byGroups' } : forward ? { watch: 'byTime' } : {}
}

function referencesOf({ references }: ResolvedExperiment): Pick<TrainerJob, 'references'> {
  if (references === 'none') return {}
  const isAuto = references === 'auto'
  const kinds = REFERENCE_KINDS.filter((kind) => isAuto || references.includes(kind))
  return { references: { kinds, hasBudget: isAuto } }
}

function overridesOf({ data, seed, models, place }: RunChoices): Pick<RunContext, 'overrides'> {
  const overrides = {
    ...(data !== undefined && { data: basename(data) }),
    ...(seed !== undefined && { seed }),
    ...(place !== undefined && { place }),
    ...(models !== undefined && models.length > 0 && { models }),
  }
  return Object.keys(overrides).length === 0 ? {} : { overrides }
}

function dataPath(open: OpenExperiment, { data }: RunChoices): string {
  if (data !== undefined) return resolve(data)
  const { file } = open.file.dataset
  if (file !== undefined) return resolve(dirname(open.path), file)
  throw new HoldoutError(
    'experiment/no-data',
    'dataset.file is missing: the experiment does not say which CSV to use',
    {
      path: 'dataset.file',
      hint: 'Add `file:` to `dataset`, or give the CSV with --data.',
    },
  )
}

/** Leaving models out changes nothing for the others: everything random is keyed by name. */
function chosenCandidates(
  candidates: readonly Candidate[],
  names: readonly string[] | undefined,
): readonly Candidate[] {
  if (names === undefined || names.length === 0) return candidates
  for (const name of names) {
    if (candidates.some((candidate) => candidate.name === name || candidate.model === name)) continue
    const known = [...new Set(candidates.map(({ model }) => model))].join(', ')
    throw new HoldoutError('usage/no-such-model', `there is no model ${JSON.stringify(name)} in the experiment`, {
      hint: `Its models are ${known}.`,
    })
  }
  return candidates.filter((candidate) => names.includes(candidate.name) || names.includes(candidate.model))
}

function describeDataset({ table, sha256, inspection }: RunData, target: EncodedTarget): DatasetDocument {
  const dates = new Set(inspection.columns.filter(({ type }) => type === 'date').map(({ name }) => name))
  const dateColumns = table.features.map(({ name }) => name).filter((name) => dates.has(name))
  return {
    file: inspection.name,
    rows: table.rows,
    features: table.features.length,
    target: table.target.name,
    ...(target.labels && { classes: target.classes, classCounts: countClasses(target) }),
    ...(dateColumns.length > 0 && { dateColumns }),
    sha256,
  }
}

function countClasses({ classes, labels }: EncodedTarget): number[] {
  const counts = classes.map(() => 0)
  for (const label of labels ?? []) counts[label] += 1
  return counts
}

/** Sortable by time, and no two alike: `20260131-094501-3f9a`. */
function newRunId(now: Date): string {
  const digits = now.toISOString().replace(/[-:]/g, '').slice(0, 15).replace('T', '-')
  return `${digits}-${randomUUID().slice(0, 4)}`
}
