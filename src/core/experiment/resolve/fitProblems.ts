import type { Task } from '../../dataset/table.ts'
import { metricsOf, needsSeveralRows } from '../../metrics/metrics.ts'
import type { FlatValidation, ValidationSpec } from '../../split/validationSpec.ts'
import { largestHeldOut } from '../../split/largestHeldOut.ts'
import { noSuchScore } from './metricChoice.ts'
import { formatPath, type NodePath } from '../file/nodePath.ts'
import type { Problem } from '../file/problem.ts'
import { smallestTrainRows } from '../../split/smallestTrainRows.ts'

/** What of a validation cannot work with this task, this number of rows and the score that ranks. */
export function fitProblems(
  validation: ValidationSpec,
  task: Task,
  rows: number | undefined,
  ranking: string,
  isWeighted = false,
): readonly Problem[] {
  const problems = [...choiceProblems(validation, task, isWeighted), ...rowProblems(validation, rows)]
  return problems.length > 0 || rows === undefined ? problems : scoreProblems(validation, task, rows, ranking)
}

/** Scores that would be undefined in every fold. */
function scoreProblems(validation: ValidationSpec, task: Task, rows: number, ranking: string): readonly Problem[] {
  if (validation.strategy !== 'nested')
    return undefinedScore(ranking, validation, rows, task, ['validation', 'strategy'], 'metrics')
  const { outer, inner, choose } = validation
  const innerRows = smallestTrainRows(outer, rows)
  return [
    ...undefinedScore(ranking, outer, rows, task, ['validation', 'outer', 'strategy'], 'metrics'),
    ...undefinedScore(choose, inner, innerRows, task, ['validation', 'inner', 'strategy'], 'choose'),
  ]
}

function undefinedScore(
  metric: string,
  validation: FlatValidation,
  rows: number,
  task: Task,
  at: NodePath,
  setting: 'metrics' | 'choose',
): readonly Problem[] {
  if (!needsSeveralRows(metric) || largestHeldOut(validation, rows) > 1) return []
  const others = metricsOf(task).filter(({ name }) => !needsSeveralRows(name))
  const message = `${formatPath(at)}: ${validation.strategy} holds out single rows here, of which ${metric} is undefined: expected at least 2 held-out rows`
  const where = setting === 'metrics' ? 'begin `metrics` with' : 'let `validation.choose` be'
  const hint = `Hold out more rows at a time, or ${where} one of ${others.map(({ name }) => name).join(', ')}.`
  return [{ code: 'experiment/undefined-score', at, message, hint }]
}

function choiceProblems(validation: ValidationSpec, task: Task, isWeighted: boolean): readonly Problem[] {
  if (validation.strategy !== 'nested') return []
  return noSuchScore(validation.choose, { task, isWeighted }, ['validation', 'choose'])
}

function rowProblems(validation: ValidationSpec, rows: number | undefined): readonly Problem[] {
  if (rows === undefined || smallestTrainRows(validation, rows) > 0) return []
  const at = ['validation']
  const message = `validation: nothing is left to train on: expected at least one training row of ${String(rows)}`
  return [
    { code: 'experiment/invalid', at, message, hint: 'Hold out fewer rows: smaller `testFraction`, fewer folds.' },
  ]
}
