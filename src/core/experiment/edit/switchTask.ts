import type { Task } from '../../dataset/table.ts'
import { metricsOf } from '../../metrics/metrics.ts'
import { lossesOfTask } from '../../model/modelProblems.ts'
import { strategies, strategyNamed } from '../../split/strategies.ts'
import type { FlatValidation } from '../../split/validationSpec.ts'
import type {
  ExperimentFile,
  WrittenFlatValidation,
  WrittenTraining,
  WrittenValidation,
} from '../file/experimentFile.ts'
import { isRecord } from '../file/experimentFile.ts'
import { switchFlat } from './switchStrategy.ts'

/**
 * An experiment whose target is now to be learned as `task`: its folds are stratified for classes and plain for numbers, and
 * losses, scores and class weights that the task does not have are no longer asked for. All else stays as it was written.
 */
export function switchTask(file: ExperimentFile, task: Task): ExperimentFile {
  const { validation, training, positiveClass, ...rest } = file
  return {
    ...rest,
    ...(positiveClass !== undefined && task === 'binary' && { positiveClass }),
    ...(validation && { validation: switchValidation(validation, task) }),
    ...(training && { training: withoutForeign(training, task) }),
    models: file.models.map((model) => withoutForeign(model, task)),
  }
}

function switchValidation(validation: WrittenValidation, task: Task): WrittenValidation {
  if (validation.strategy !== 'nested') return fitFlat(validation, task)
  const { outer, inner, choose, ...rest } = validation
  const keepsChoice = choose !== undefined && metricsOf(task).some(({ name }) => name === choose)
  return {
    ...rest,
    ...(outer && { outer: fitFlat(outer, task) }),
    ...(inner && { inner: fitFlat(inner, task) }),
    ...(keepsChoice && { choose }),
  }
}

function fitFlat(flat: WrittenFlatValidation, task: Task): WrittenFlatValidation {
  const { strategy } = flat
  if (strategy === undefined) return flat
  const fit = task === 'regression' ? strategyNamed(strategy).plainForm : withClasses(strategy)
  return fit === undefined ? flat : switchFlat(flat, fit)
}

function withClasses(strategy: FlatValidation['strategy']): FlatValidation['strategy'] | undefined {
  return strategies.find(({ plainForm }) => plainForm === strategy)?.name
}

function withoutForeign<T extends WrittenTraining>(training: T, task: Task): T {
  const names = metricsOf(task).map(({ name }) => name)
  const { metrics, loss, classWeight, ...rest } = training
  const known = metrics?.filter((name) => names.includes(name)) ?? []
  return {
    ...rest,
    ...(known.length > 0 && { metrics: known }),
    ...(loss !== undefined && isOfTask(loss, task) && { loss }),
    ...(classWeight !== undefined && task !== 'regression' && { classWeight }),
  } as unknown as T
}

/** A loss that is swept is left to the checks, which name each that does not fit. */
function isOfTask(loss: unknown, task: Task): boolean {
  const type = isRecord(loss) ? loss['type'] : loss
  if (typeof type !== 'string' || type === 'none') return true
  return (lossesOfTask[task] as readonly string[]).includes(type)
}
