import type { Task } from '../../dataset/table.ts'
import type { FlatValidation, NestedValidation, ValidationSpec } from '../../split/validationSpec.ts'
import type { PreprocessingSpec } from '../../preprocessing/preprocessingSpec.ts'
import type { WrittenFlatValidation, WrittenPreprocessing, WrittenValidation } from '../file/experimentFile.ts'
import { strategyRules } from '../../split/validationFields.ts'

/** The seed of an experiment that names none. */
export const DEFAULT_SEED = 0

/** Folds of the inner part of a nested protocol that names none: each is a fit per candidate and outer fold. */
const INNER_FOLDS = 5

/** Preprocessing with all defaults: median and standard scaling for numbers, one-hot for categories. */
export function completePreprocessing(written: WrittenPreprocessing = {}): PreprocessingSpec {
  return {
    numeric: { impute: 'median', fillValue: 0, missingIndicator: false, scale: 'standard', ...written.numeric },
    category: { impute: 'mostFrequent', fillValue: 'missing', encode: 'oneHot', ...written.category },
    target: written.target ?? 'standard',
  }
}

/**
 * Validation with all defaults, which depend on the task: folds are stratified where there are classes.
 *
 * `ranking`: the score the experiment ranks by, where it names one; a nested protocol then chooses by it too.
 */
export function completeValidation(written: WrittenValidation = {}, task: Task, ranking?: string): ValidationSpec {
  if (written.strategy !== 'nested') return completeFlat(written, task)
  const { outer, inner, choose } = written as Partial<Omit<NestedValidation, 'strategy'>>
  return {
    strategy: 'nested',
    outer: completeFlat(outer ?? {}, task),
    inner: completeFlat({ folds: INNER_FOLDS, ...inner }, task),
    choose: choose ?? usualChoice(task, ranking),
  }
}

/** The score that a nested protocol chooses by where it names none: what ranks, where the experiment names that. */
export function usualChoice(task: Task, ranking?: string): string {
  return ranking ?? (task === 'regression' ? 'r2' : 'accuracy')
}

function completeFlat(written: WrittenFlatValidation, task: Task): FlatValidation {
  const strategy = written.strategy ?? (task === 'regression' ? 'k-fold' : 'stratified-k-fold')
  const rule = strategyRules[strategy]
  return {
    strategy,
    folds: rule.takes.includes('folds') ? (written.folds ?? 10) : 1,
    repeats: written.repeats ?? 1,
    shuffle: written.shuffle ?? rule.shuffles,
    testFraction: written.testFraction ?? 0.25,
    ...(written.seed !== undefined && { seed: written.seed }),
  }
}
