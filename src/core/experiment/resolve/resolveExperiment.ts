import type { Task } from '../../dataset/table.ts'
import { modelProblems, type ModelProblem } from '../../model/modelProblems.ts'
import type { Candidate, ModelSpec } from '../../model/modelSpec.ts'
import { innerRowCount, rowProblems, type SmallestFold } from '../../model/rowProblems.ts'
import { foldPlace } from '../../split/foldPlace.ts'
import { strategyNamed } from '../../split/strategies.ts'
import type { TrainFold } from '../../split/smallestTrainFold.ts'
import { hasRole } from '../../dataset/hasRole.ts'
import { completeModel } from './completeModel.ts'
import {
  completeImportance,
  completeLearningCurve,
  completePreprocessing,
  completeValidation,
  DEFAULT_SEED,
} from './defaults.ts'
import type { FlatValidation, ValidationSpec } from '../../split/validationSpec.ts'
import type { ResolvedExperiment } from '../experiment.ts'
import type { ExperimentFile } from '../file/experimentFile.ts'
import { expandModel } from '../sweep/expandModel.ts'
import { extendModels, type WholeModel } from './extendModels.ts'
import { fitProblems } from './fitProblems.ts'
import { chooseMetrics, metricProblems } from './metricChoice.ts'
import { formatPath, type NodePath } from '../file/nodePath.ts'
import { labelOf, positiveClassOf, positiveProblems } from '../positiveClass.ts'
import { problemsError, type Locate, type Problem } from '../file/problem.ts'
import { rankingMetric } from './rankingMetric.ts'
import { smallestTrainRows } from '../../split/smallestTrainRows.ts'
import { candidateCount, sweepAxes } from '../sweep/sweepAxes.ts'

/** What an experiment must know of its dataset. */
export interface DatasetFacts {
  /** As it follows from the target; the file's own `task` beats it. */
  readonly task: Task
  /** Number of features, before encoding. */
  readonly features: number
  /** Labels of the classes in code order; empty for regression. */
  readonly classes: readonly string[]
  /** Rows of each class, in the order of `classes`, where known. */
  readonly classCounts?: readonly number[]
  /** Whether rows have weights; follows from the roles of the file where not known. */
  readonly isWeighted?: boolean
  /** Rows, where known: then batch size, folds and early stopping are checked against them. */
  readonly rows?: number
  /** The smallest training fold, where its size depends on the groups and was found out. */
  readonly trainFold?: TrainFold
}

/** More candidates than this are refused: the sweep is a slip, or wants a random search. */
export const MOST_CANDIDATES = 10_000

/**
 * Joins an experiment to its dataset: sweeps become candidates, defaults are filled in, combinations checked.
 *
 * @param locate from `readExperiment`, so that errors name lines.
 * @throws HoldoutError `experiment/…` or `model/…`; `problems` lists everything that is wrong.
 */
export function resolveExperiment(file: ExperimentFile, dataset: DatasetFacts, locate?: Locate): ResolvedExperiment {
  const task = file.task ?? dataset.task
  const found: Problem[] = []
  const models = extendModels(file, found)
  const isWeighted = dataset.isWeighted ?? hasRole(file.dataset, 'weight')
  found.push(...models.flatMap((model) => metricProblems(model, task, isWeighted)))
  const metrics = chooseMetrics(models, file.training?.metrics, task, isWeighted)
  const validation = completeValidation(file, task, metrics?.ranking)
  found.push(...taskProblems(file, validation, task, dataset), ...foldProblems(validation, dataset))
  found.push(...positiveProblems(file, task, dataset.classes))
  const ranking = rankingMetric({ task, ...(metrics && { metrics }) })
  if (found.length === 0) found.push(...fitProblems(validation, task, dataset.rows, ranking.name, isWeighted))
  if (found.length > 0) throw problemsError(withoutRepeats(found), locate)
  requireFewCandidates(models, locate)
  const seed = file.seed ?? DEFAULT_SEED
  const facts = { task, classes: task === 'regression' ? [] : dataset.classes }
  const smallest = smallestFold(dataset, validation)
  const candidates = models.flatMap((whole) => candidatesOf(whole, seed, facts, smallest, found))
  found.push(...sameNames(candidates))
  if (found.length > 0) throw problemsError(withoutRepeats(found), locate)
  const learningCurve = completeLearningCurve(file.learningCurve)
  return {
    holdout: 1,
    name: file.name,
    ...(file.description !== undefined && { description: file.description }),
    dataset: file.dataset,
    task,
    ...positiveOf(file, task, dataset),
    seed,
    preprocessing: completePreprocessing(file.preprocessing),
    validation,
    finalModel: file.finalModel === 'refit' ? true : (file.finalModel ?? false),
    references: file.references ?? 'auto',
    importance: completeImportance(file.importance),
    ...(learningCurve && { learningCurve }),
    ...(metrics && { metrics }),
    candidates,
  }
}

function positiveOf(
  { positiveClass }: ExperimentFile,
  task: Task,
  { classes, classCounts }: DatasetFacts,
): Pick<ResolvedExperiment, 'positiveClass'> {
  const positive = labelOf(positiveClass) ?? positiveClassOf(task, classes, classCounts)
  return task === 'binary' && positive !== undefined ? { positiveClass: positive } : {}
}

function candidatesOf(
  { model, origin }: WholeModel,
  seed: number,
  facts: { readonly task: Task; readonly classes: readonly string[] },
  smallest: SmallestFold | undefined,
  found: Problem[],
): readonly Candidate[] {
  return expandModel(model, seed).map(({ name, hyperparameters, model: filled }) => {
    const complete = completeModel(filled, name, facts)
    const spec = filled.batchSize === undefined ? withinRows(complete, smallest?.rows) : complete
    const rows = smallest === undefined ? [] : rowProblems(spec, facts, smallest)
    for (const problem of [...modelProblems(spec, facts), ...rows]) found.push(fromModel(problem, name, origin))
    return { name, model: model.name, hyperparameters, spec }
  })
}

function smallestFold({ rows, trainFold }: DatasetFacts, validation: ValidationSpec): SmallestFold | undefined {
  if (trainFold) return { rows: trainFold.rows, place: ` (${foldWords(trainFold)})` }
  return rows === undefined ? undefined : { rows: smallestTrainRows(validation, rows), place: '' }
}

function foldWords({ outer, ...within }: TrainFold): string {
  return outer ? `inner ${foldPlace(within)} of outer ${foldPlace(outer)}` : foldPlace(within)
}

/** With a batch no larger than the training fold: a default must not be refused. */
function withinRows(spec: ModelSpec, trainRows = Infinity): ModelSpec {
  const { batchSize, earlyStopping } = spec.training
  const rows = Math.max(1, trainRows - innerRowCount(trainRows, earlyStopping))
  return batchSize <= rows ? spec : { ...spec, training: { ...spec.training, batchSize: rows } }
}

function fromModel({ at, message, ...rest }: ModelProblem, name: string, origin: WholeModel['origin']): Problem {
  const place = origin(at)
  return { ...rest, at: place, message: `${formatPath(place)} (${name}): ${message}` }
}

/** One problem per place and code: a sweep of 1,000 candidates may meet the same one 1,000 times. */
function withoutRepeats(problems: readonly Problem[]): readonly Problem[] {
  const first = new Map<string, Problem>()
  for (const problem of problems) {
    const key = `${problem.code} ${formatPath(problem.at)}`
    if (!first.has(key)) first.set(key, problem)
  }
  return [...first.values()]
}

function requireFewCandidates(models: readonly WholeModel[], locate?: Locate): void {
  const counts = models.map(({ model }) => candidateCount(sweepAxes(model), model.search))
  const total = counts.reduce((sum, count) => sum + count, 0)
  if (total <= MOST_CANDIDATES) return
  const largest = counts.indexOf(Math.max(...counts))
  const at = models[largest].origin(['layers']).slice(0, 2)
  const shown = total.toLocaleString('en-US')
  const message = `the sweeps come to ${shown} candidates, expected at most ${MOST_CANDIDATES.toLocaleString('en-US')}`
  const hint =
    'Sweep fewer values, tie sweeps together with `as`, or search at random: `search: { type: random, n: 100 }`.'
  throw problemsError([{ code: 'experiment/too-many-candidates', at, message, hint }], locate)
}

function sameNames(candidates: readonly Candidate[]): readonly Problem[] {
  const names = candidates.map(({ name }) => name)
  if (new Set(names).size === names.length) return []
  const seen = new Set<string>()
  const twice = names.find((name) => seen.size === seen.add(name).size) ?? ''
  const message = `two candidates would be called ${JSON.stringify(twice)}`
  return [{ code: 'experiment/invalid', at: ['models'], message, hint: 'Rename one of the models.' }]
}

function taskProblems(file: ExperimentFile, validation: ValidationSpec, task: Task, dataset: DatasetFacts): Problem[] {
  const problems: Problem[] = []
  const classes = dataset.classes.length
  const at: NodePath = file.task === undefined ? ['dataset', 'target'] : ['task']
  if (task === 'binary' && classes !== 2) problems.push(wrongClasses(at, task, 'exactly 2', classes))
  if (task === 'multiclass' && classes < 2) problems.push(wrongClasses(at, task, 'at least 2', classes))
  if (task === 'regression' && dataset.task !== 'regression' && classes > 0) problems.push(notNumeric(at, classes))
  const flats: readonly (readonly [FlatValidation, NodePath])[] =
    validation.strategy === 'nested'
      ? [
          [validation.outer, ['validation', 'outer']],
          [validation.inner, ['validation', 'inner']],
        ]
      : [[validation, ['validation']]]
  for (const [{ strategy, bins }, part] of flats) {
    if (task === 'regression' && strategyNamed(strategy).stratified && bins === undefined)
      problems.push(noStrata(strategy, part))
    if (task !== 'regression' && bins !== undefined) problems.push(noBins(part))
  }
  return problems
}

function wrongClasses(at: NodePath, task: Task, expected: string, received: number): Problem {
  const message = `${formatPath(at)}: a ${task} task needs a target with ${expected} classes, received ${received}`
  return { code: 'experiment/task', at, message, hint: 'Choose another target or another task.' }
}

function notNumeric(at: NodePath, classes: number): Problem {
  const message = `${formatPath(at)}: regression needs a target of numbers, received ${classes} classes`
  return { code: 'experiment/task', at, message, hint: 'Give the target the type number, or leave out `task`.' }
}

function noStrata(strategy: string, part: NodePath): Problem {
  const at = [...part, 'strategy']
  const message = `${formatPath(at)}: ${strategy} spreads classes over the folds, and a regression target has none`
  const hint = `Use ${strategy.replace('stratified-', '')}, or cut the target into quantiles with \`bins: 5\`.`
  return { code: 'experiment/task', at, message, hint }
}

function noBins(part: NodePath): Problem {
  const at = [...part, 'bins']
  const message = `${formatPath(at)}: bins cut a numeric target, and this target has classes`
  return { code: 'experiment/task', at, message, hint: 'Remove it: folds are stratified by the classes.' }
}

function foldProblems(validation: ValidationSpec, { rows }: DatasetFacts): Problem[] {
  if (rows === undefined || validation.strategy === 'nested' || validation.folds <= rows) return []
  const at: NodePath = ['validation', 'folds']
  const message = `${formatPath(at)}: expected at most ${rows}, the rows of the dataset, received ${validation.folds}`
  return [{ code: 'experiment/invalid', at, message, hint: 'Use fewer folds.' }]
}
