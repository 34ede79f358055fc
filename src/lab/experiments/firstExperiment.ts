import type { FirstChoices } from '../../contract/experiments.ts'
import { targetColumn } from '../../core/dataset/assignRoles.ts'
import type { DatasetColumn, Inspection } from '../../core/dataset/inspection.ts'
import { inferTask } from '../../core/dataset/inferTask.ts'
import type { ColumnProfile } from '../../core/dataset/profile.ts'
import type { Task } from '../../core/dataset/table.ts'
import { suggestTarget } from '../../core/dataset/targetProblem.ts'
import { keepLabelled } from '../../core/experiment/edit/targetEdits.ts'
import type { FlatValidation } from '../../core/split/validationSpec.ts'
import type { ExperimentFile, WrittenLayer, WrittenModel } from '../../core/experiment/file/experimentFile.ts'

/** Inputs beyond which the first hidden layer of a template grows no more. */
const WIDEST_FIRST_LAYER = 128

/** Rows up to which the exercise's 300 epochs take seconds. */
const SMALL_DATASET_ROWS = 2000

/** Rows of a batch, unless the smallest training fold has fewer. */
const BATCH_ROWS = 16
const MOST_FOLDS = 10

/**
 * A first experiment for a dataset: the three networks of the dropout exercise, sized by the number of features; for
 * Sonar the exercise itself. The target is the likeliest column unless chosen; rows without a value in it are left out; a small
 * dataset gets folds and batches that fit.
 * @throws HoldoutError `dataset/no-such-column`, and what `inferTask` throws for a target that nothing can be learned from
 */
export function firstExperiment(inspection: Inspection, choices: FirstChoices = {}): ExperimentFile {
  const target = choices.target ?? suggestTarget(inspection.columns) ?? inspection.columns.at(-1)?.name ?? ''
  const column = targetColumn(inspection.columns, target)
  const task = inferTask(column, choices.task)
  const units = Math.min(WIDEST_FIRST_LAYER, Math.max(8, inspection.columns.length - 1))
  const { [target]: _own, ...columns } = choices.columns ?? {}
  const isGrouped = Object.values(columns).some(({ role }) => role === 'group')
  const rows = keepLabelled([], column)
  const used = inspection.rows - column.missing
  const folds = foldsFor(column, task, used)
  const batchSize = Math.max(1, Math.min(BATCH_ROWS, used - Math.ceil(used / folds)))
  return {
    holdout: 1,
    name: `Dropout on ${titleOf(inspection.name)}`,
    dataset: {
      ...{ file: inspection.name, target },
      ...(rows.length > 0 && { rows }),
      ...(Object.keys(columns).length > 0 && { columns }),
    },
    ...(choices.task && { task: choices.task }),
    ...(task === 'binary' && choices.positiveClass !== undefined && { positiveClass: choices.positiveClass }),
    seed: 7,
    validation: {
      strategy: strategyFor(task, isGrouped),
      folds,
      ...(!(isGrouped && task === 'regression') && { shuffle: true }),
    },
    training: { epochs: used <= SMALL_DATASET_ROWS ? 300 : 50, batchSize },
    models: templateModels(units),
  }
}

function strategyFor(task: Task, isGrouped: boolean): FlatValidation['strategy'] {
  const plain = isGrouped ? 'group-k-fold' : 'k-fold'
  return task === 'regression' ? plain : `stratified-${plain}`
}

/** Ten, unless the rows, or the rows of the smallest class, are fewer. */
function foldsFor({ profile }: DatasetColumn, task: Task, rows: number): number {
  const smallest = task === 'regression' ? rows : smallestClass(profile)
  return Math.max(2, Math.min(MOST_FOLDS, smallest))
}

/** Rows of the smallest class; where not all classes are counted, as many as each would have if they were even. */
function smallestClass(profile: ColumnProfile): number {
  if (profile.kind === 'values' && profile.top.length === profile.distinct)
    return Math.min(...profile.top.map(({ count }) => count))
  return Math.floor(profile.count / profile.distinct)
}

/** The file's name without its ending, the first letter large. */
function titleOf(fileName: string): string {
  const stem = fileName.replace(/\.[^.]+$/, '')
  return stem.charAt(0).toUpperCase() + stem.slice(1)
}

/** Learning rates of the exercise: dropout wants ten times the baseline's, and max-norm with it. */
function templateModels(units: number): readonly WrittenModel[] {
  const second = Math.max(4, Math.round(units / 2))
  const bounded = { type: 'maxNorm', maxValue: 3 } as const
  const kernelInitializer = { type: 'randomNormal', stddev: 0.05 } as const
  const dense = (width: number): WrittenLayer => ({
    type: 'dense',
    units: width,
    activation: 'relu',
    kernelInitializer,
  })
  const boundedDense = (width: number): WrittenLayer => ({
    type: 'dense',
    units: width,
    activation: 'relu',
    kernelInitializer,
    kernelConstraint: bounded,
  })
  const hot = { type: 'sgd', learningRate: 0.1, momentum: 0.9 } as const
  const dropout: WrittenLayer = { type: 'dropout', rate: 0.2 }
  const output: WrittenLayer = { type: 'output', kernelInitializer }
  return [
    {
      name: 'Baseline',
      optimizer: { type: 'sgd', learningRate: 0.01, momentum: 0.8 },
      layers: [dense(units), dense(second), output],
    },
    { name: 'Visible', optimizer: hot, layers: [dropout, boundedDense(units), boundedDense(second), output] },
    {
      name: 'Hidden',
      optimizer: hot,
      layers: [boundedDense(units), dropout, boundedDense(second), dropout, output],
    },
  ]
}
