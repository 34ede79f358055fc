import type { StrategyName } from './strategyTable.ts'
import type { ValidationSettings } from './validationSettings.ts'

export type ValidationStrategy = StrategyName | 'nested'

/** A protocol that is no nesting of others. */
export interface FlatValidation extends ValidationSettings {
  readonly strategy: StrategyName
}
/** The inner protocol picks the candidate on each outer fold's training rows; the outer scores the choice. */
export interface NestedValidation {
  readonly strategy: 'nested'
  readonly outer: FlatValidation
  readonly inner: FlatValidation
  /** Metric that picks, on the mean over inner folds. */
  readonly choose: string
}
export type ValidationSpec = FlatValidation | NestedValidation
