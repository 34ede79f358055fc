import type { ModelContext, ModelProblem } from './modelProblems.ts'
import type { EarlyStopping, ModelSpec } from './modelSpec.ts'

/** Rows set aside by early stopping below which their loss says nothing. */
const FEWEST_INNER_ROWS = 2

/**
 * What is wrong with a model for the number of rows it will be trained on.
 *
 * `trainRows`: rows of the smallest training fold.
 */
export function rowProblems(spec: ModelSpec, context: ModelContext, trainRows: number): readonly ModelProblem[] {
  const { batchSize, earlyStopping } = spec.training
  const innerRows = innerRowCount(trainRows, earlyStopping)
  const problems: ModelProblem[] = []
  if (earlyStopping !== undefined) {
    const fewest = Math.max(FEWEST_INNER_ROWS, context.classes.length)
    if (innerRows < fewest) problems.push(tooFewInner(trainRows, innerRows, fewest))
  }
  if (batchSize > trainRows - innerRows) problems.push(batchTooLarge(batchSize, trainRows - innerRows))
  return problems
}

/** Training rows that early stopping sets aside to watch; none without it. */
export function innerRowCount(trainRows: number, earlyStopping: EarlyStopping | undefined): number {
  return earlyStopping === undefined ? 0 : Math.ceil(trainRows * earlyStopping.validationFraction)
}

function tooFewInner(trainRows: number, innerRows: number, fewest: number): ModelProblem {
  const message = `early stopping would watch ${innerRows} of ${trainRows} training rows: expected at least ${fewest}`
  const hint = 'Raise `validationFraction`, use fewer folds, or do without early stopping.'
  return { code: 'model/early-stopping-rows', at: ['earlyStopping'], message, hint }
}

function batchTooLarge(batchSize: number, rows: number): ModelProblem {
  const message = `expected at most ${rows}, the rows of the smallest training fold, received ${batchSize}`
  return {
    code: 'model/batch-too-large',
    at: ['batchSize'],
    message,
    hint: `Use ${rows} to train on all rows at once.`,
  }
}
