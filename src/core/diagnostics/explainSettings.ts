/** What an experiment asks to be computed from the models of its folds. */

/** Permutation importance of every column, and partial dependence of the foremost. */
export interface ImportanceSettings {
  /** Shuffles of each column and fold. */
  readonly shuffles: number
  /** Whether columns of numbers with |Spearman| > 0.9 are shuffled together or each alone. */
  readonly correlated: 'apart' | 'together'
  /** Held-out rows of each fold whose own dependence is kept beside the mean; none unless given. */
  readonly individual?: number
}

/** `auto`: where it adds little to the run. */
export type ImportanceSetting = 'auto' | 'none' | ImportanceSettings

/** Shares of each training fold that candidates are trained on besides all of it. */
export interface LearningCurveSettings {
  /** Ascending; the last is 1, which is the run itself. */
  readonly fractions: readonly number[]
}

/** What is used unless something else is asked for. */
export const DEFAULT_IMPORTANCE: ImportanceSettings = { shuffles: 5, correlated: 'apart' }
export const DEFAULT_FRACTIONS: readonly number[] = [0.1, 0.25, 0.5, 0.75, 1]
