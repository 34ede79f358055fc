import type { ModelContext, ModelProblem } from './modelProblems.ts'
import type { EarlyStopping, ModelSpec } from './modelSpec.ts'

/** Rows set aside by early stopping below which their loss says nothing. */
const FEWEST_INNER_ROWS = 2

/** The smallest training fold of a protocol. */
export interface SmallestFold {
  readonly rows: number
  /** Which one it is, where that is known: ` (fold 3)`. */
  readonly place: string
}

/** What is wrong with a model for the number of rows it will be trained on. */
export function rowProblems(spec: ModelSpec, context: ModelContext, smallest: SmallestFold): readonly ModelProblem[] {
  const { batchSize, earlyStopping } = spec.training
  const trainRows = smallest.rows
  const innerRows = innerRowCount(trainRows, earlyStopping)
  const problems: ModelProblem[] = []
  if (earlyStopping !== undefined) {
    const fewest = Math.max(FEWEST_INNER_ROWS, context.classes.length)
    if (innerRows < fewest) problems.push(tooFewInner(smallest, innerRows, fewest))
  }
  if (batchSize > trainRows - innerRows) problems.push(batchTooLarge(batchSize, smallest, innerRows))
  return problems
}

/** Training rows that early stopping sets aside to watch; none without it. */
export function innerRowCount(trainRows: number, earlyStopping: EarlyStopping | undefined): number {
  return earlyStopping === undefined ? 0 : Math.ceil(trainRows * earlyStopping.validationFraction)
}

function tooFewInner({ rows, place }: SmallestFold, innerRows: number, fewest: number): ModelProblem {
  const message = `early stopping would watch ${innerRows} of ${rows} training rows${place}: expected at least ${fewest}`
  const hint = 'Raise `validationFraction`, use fewer folds, or do without early stopping.'
  return { code: 'model/early-stopping-rows', at: ['earlyStopping'], message, hint }
}

function batchTooLarge(batchSize: number, { rows: trainRows, place }: SmallestFold, innerRows: number): ModelProblem {
  const rows = trainRows - innerRows
  const what =
    innerRows === 0
      ? `the rows of the smallest training fold${place}`
      : `what early stopping leaves of the ${trainRows} rows of the smallest training fold${place}`
  const message = `expected at most ${rows}, ${what}, received ${batchSize}`
  return {
    code: 'model/batch-too-large',
    at: ['batchSize'],
    message,
    hint: `Use ${rows} to train on all rows at once.`,
  }
}
