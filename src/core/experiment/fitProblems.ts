import type { Task } from '../dataset/table.ts'
import { metricsOf } from '../metrics/metrics.ts'
import { didYouMean } from './didYouMean.ts'
import type { ValidationSpec } from './experiment.ts'
import { formatPath } from './nodePath.ts'
import type { Problem } from './problem.ts'
import { smallestTrainRows } from './smallestTrainRows.ts'

/** What of a validation cannot work with this task and this number of rows. */
export function fitProblems(validation: ValidationSpec, task: Task, rows: number | undefined): readonly Problem[] {
  return [...choiceProblems(validation, task), ...rowProblems(validation, rows)]
}

function choiceProblems(validation: ValidationSpec, task: Task): readonly Problem[] {
  if (validation.strategy !== 'nested') return []
  const names = metricsOf(task).map(({ name }) => name)
  if (names.includes(validation.choose)) return []
  const at = ['validation', 'choose']
  const message = `${formatPath(at)}: expected a score of a ${task} task, received ${JSON.stringify(validation.choose)}`
  const meant = didYouMean(validation.choose, names)
  const hint = meant === undefined ? `Use one of ${names.join(', ')}.` : `Did you mean ${meant}?`
  return [{ code: 'experiment/invalid', at, message, hint }]
}

function rowProblems(validation: ValidationSpec, rows: number | undefined): readonly Problem[] {
  if (rows === undefined || smallestTrainRows(validation, rows) > 0) return []
  const at = ['validation']
  const message = `validation: nothing is left to train on: expected at least one training row of ${String(rows)}`
  return [
    { code: 'experiment/invalid', at, message, hint: 'Hold out fewer rows: smaller `testFraction`, fewer folds.' },
  ]
}
