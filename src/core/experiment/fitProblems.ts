import type { Task } from '../dataset/table.ts'
import type { ValidationSpec } from './experiment.ts'
import { noSuchScore } from './metricChoice.ts'
import type { Problem } from './problem.ts'
import { smallestTrainRows } from './smallestTrainRows.ts'

/** What of a validation cannot work with this task and this number of rows. */
export function fitProblems(validation: ValidationSpec, task: Task, rows: number | undefined): readonly Problem[] {
  return [...choiceProblems(validation, task), ...rowProblems(validation, rows)]
}

function choiceProblems(validation: ValidationSpec, task: Task): readonly Problem[] {
  if (validation.strategy !== 'nested') return []
  return noSuchScore(validation.choose, task, ['validation', 'choose'])
}

function rowProblems(validation: ValidationSpec, rows: number | undefined): readonly Problem[] {
  if (rows === undefined || smallestTrainRows(validation, rows) > 0) return []
  const at = ['validation']
  const message = `validation: nothing is left to train on: expected at least one training row of ${String(rows)}`
  return [
    { code: 'experiment/invalid', at, message, hint: 'Hold out fewer rows: smaller `testFraction`, fewer folds.' },
  ]
}
