import type { Task } from '../../dataset/table.ts'
import { DEFAULT_FRACTIONS, DEFAULT_IMPORTANCE } from '../../diagnostics/explainSettings.ts'
import type { ImportanceSetting, LearningCurveSettings } from '../../diagnostics/explainSettings.ts'
import { strategyNamed } from '../../split/strategies.ts'
import type { FlatValidation, ValidationSpec } from '../../split/validationSpec.ts'
import type { PreprocessingSpec } from '../../preprocessing/preprocessingSpec.ts'
import type { ExperimentFile, WrittenFlatValidation, WrittenPreprocessing } from '../file/experimentFile.ts'
import { usualStrategy } from '../usualStrategy.ts'

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

/** Settings of importance with all defaults. */
export function completeImportance(written: ExperimentFile['importance'] = 'auto'): ImportanceSetting {
  return typeof written === 'string' ? written : { ...DEFAULT_IMPORTANCE, ...written }
}

/** A learning curve with all defaults, its shares ascending and ending with all rows; none unless it is asked for. */
export function completeLearningCurve(
  written: ExperimentFile['learningCurve'] = 'none',
): LearningCurveSettings | undefined {
  if (written === 'none') return undefined
  const fractions = new Set([...(written.fractions ?? DEFAULT_FRACTIONS), 1])
  return { fractions: [...fractions].sort((a, b) => a - b) }
}

/**
 * Validation with all defaults, which depend on the task and on the roles of columns: folds are stratified where there
 * are classes, and groups stay whole where a column has the role `group`.
 *
 * `ranking`: the score the experiment ranks by, where it names one; a nested protocol then chooses by it too.
 */
export function completeValidation(
  { validation: written = {}, dataset }: Pick<ExperimentFile, 'validation' | 'dataset'>,
  task: Task,
  ranking?: string,
): ValidationSpec {
  if (written.strategy !== 'nested') return completeFlat(written, { dataset, task })
  const { outer, inner, choose, groups } = written
  const ofAll = groups === undefined ? {} : { groups }
  const whole = completeFlat({ ...ofAll, ...outer }, { dataset, task })
  return {
    strategy: 'nested',
    outer: whole,
    inner: completeFlat({ folds: INNER_FOLDS, ...inheritedOf(whole), ...inner }, { dataset, task, isInner: true }),
    choose: choose ?? usualChoice(task, ranking),
  }
}

/** What of the outer part says how rows belong together: it holds for the inner part too. */
function inheritedOf({ groups, time, series, rowsInOrder }: FlatValidation): WrittenFlatValidation {
  return {
    ...(groups !== undefined && { groups }),
    ...(time !== undefined && { time }),
    ...(series !== undefined && { series }),
    ...(rowsInOrder !== undefined && { rowsInOrder }),
  }
}

/** The score that a nested protocol chooses by where it names none: what ranks, where the experiment names that. */
export function usualChoice(task: Task, ranking?: string): string {
  return ranking ?? (task === 'regression' ? 'r2' : 'accuracy')
}

interface FlatGrounds {
  readonly dataset: ExperimentFile['dataset']
  readonly task: Task
  readonly isInner?: boolean
}

function completeFlat(written: WrittenFlatValidation, { dataset, task, isInner }: FlatGrounds): FlatValidation {
  const { groups, bins, repeats = 1 } = written
  const grounds = {
    dataset,
    ...(groups && { groups }),
    ...(bins !== undefined && { bins }),
    ...(isInner && { isInner }),
  }
  const strategy = written.strategy ?? usualStrategy(grounds, task)
  const { takes, shuffles } = strategyNamed(strategy)
  // Repeats of a strategy that was chosen by default must differ.
  const isShuffled = shuffles || (written.strategy === undefined && takes.includes('shuffle') && repeats > 1)
  return {
    strategy,
    folds: takes.includes('folds') ? (written.folds ?? 10) : 1,
    repeats,
    shuffle: written.shuffle ?? isShuffled,
    testFraction: written.testFraction ?? 0.25,
    ...(written.seed !== undefined && { seed: written.seed }),
    ...(groups !== undefined && { groups }),
    ...Object.fromEntries(
      OPTIONAL.flatMap((key) => (takes.includes(key) && written[key] !== undefined ? [[key, written[key]]] : [])),
    ),
  }
}

/** Settings that stay absent unless they are written. */
const OPTIONAL = ['time', 'series', 'rowsInOrder', 'gap', 'testSize', 'bins'] as const
