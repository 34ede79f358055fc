import { HoldoutError } from '../../core/errors.ts'
import type { Inspection } from '../../core/dataset/inspection.ts'
import { inferTask } from '../../core/dataset/inferTask.ts'
import type { ExperimentFile, WrittenLayer, WrittenModel } from '../../core/experiment/file/experimentFile.ts'

/** Inputs beyond which the first hidden layer of a template grows no more. */
const WIDEST_FIRST_LAYER = 128

/** Rows up to which the exercise's 300 epochs take seconds. */
const SMALL_DATASET_ROWS = 2000

/**
 * A first experiment for a dataset: the three networks of the dropout exercise, sized by the number of features; for
 * Sonar the exercise itself. The target is the last column unless given.
 */
export function firstExperiment(
  inspection: Inspection,
  target = inspection.columns.at(-1)?.name ?? '',
): ExperimentFile {
  const column = inspection.columns.find(({ name }) => name === target)
  if (!column) {
    throw new HoldoutError('dataset/no-such-column', `There is no column ${JSON.stringify(target)} in the dataset.`, {
      hint: 'Choose one of its columns as target.',
    })
  }
  const task = inferTask(column)
  const units = Math.min(WIDEST_FIRST_LAYER, Math.max(8, inspection.columns.length - 1))
  return {
    holdout: 1,
    name: `Dropout on ${titleOf(inspection.name)}`,
    dataset: { file: inspection.name, target },
    seed: 7,
    validation: { strategy: task === 'regression' ? 'k-fold' : 'stratified-k-fold', folds: 10, shuffle: true },
    training: { epochs: inspection.rows <= SMALL_DATASET_ROWS ? 300 : 50, batchSize: 16 },
    models: templateModels(units),
  }
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
