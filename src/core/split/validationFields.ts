import type { FieldsOf } from '../settings/field.ts'
import type { FlatValidation, ValidationSpec } from './validationSpec.ts'

/** The strategies that are no nesting of others. */
export const flatStrategies: readonly FlatValidation['strategy'][] = [
  'stratified-k-fold',
  'k-fold',
  'group-k-fold',
  'stratified-group-k-fold',
  'leave-one-out',
  'time-series',
  'holdout',
  'stratified-holdout',
]

/** Settings of how rows are held out. Which apply depends on the strategy (`strategyRules`). */
export const validationFields: FieldsOf<FlatValidation> = {
  strategy: {
    kind: 'choice',
    options: [...flatStrategies, 'nested'],
    doc: 'How rows are held out; stratified-k-fold for classes and k-fold for numbers unless given.',
  },
  folds: { kind: 'number', integer: true, min: 2, max: 10_000, default: 10, doc: 'Parts that are held out in turn.' },
  repeats: { kind: 'number', integer: true, min: 1, max: 1000, default: 1, doc: 'Times all is done with other folds.' },
  shuffle: { kind: 'flag', default: true, doc: 'Whether rows are shuffled before they are split.' },
  testFraction: {
    kind: 'number',
    above: 0,
    below: 1,
    default: 0.25,
    doc: 'Part of the rows held out by holdout and stratified-holdout.',
  },
  seed: {
    kind: 'number',
    integer: true,
    min: 0,
    max: 0xffffffff,
    doc: "Beats the experiment's seed for the splits.",
  },
}

/** What a strategy makes of the settings: those it takes, and whether it shuffles unless told. */
export interface StrategyRule {
  readonly takes: readonly Exclude<keyof FlatValidation, 'strategy' | 'seed'>[]
  readonly shuffles: boolean
  /** Needs a column with the role `group`. */
  readonly groups?: true
  /** Needs classes. */
  readonly stratified?: true
}

/** Which settings belong to which strategy. */
export const strategyRules: Readonly<Record<FlatValidation['strategy'], StrategyRule>> = {
  'stratified-k-fold': { takes: ['folds', 'repeats', 'shuffle'], shuffles: true, stratified: true },
  'k-fold': { takes: ['folds', 'repeats', 'shuffle'], shuffles: true },
  'group-k-fold': { takes: ['folds'], shuffles: false, groups: true },
  'stratified-group-k-fold': {
    takes: ['folds', 'repeats', 'shuffle'],
    shuffles: false,
    groups: true,
    stratified: true,
  },
  'leave-one-out': { takes: [], shuffles: false },
  'time-series': { takes: ['folds'], shuffles: false },
  holdout: { takes: ['repeats', 'testFraction'], shuffles: true },
  'stratified-holdout': { takes: ['repeats', 'testFraction'], shuffles: true, stratified: true },
}

/** Whether a protocol, of a nested one the outer part, can be done again with other folds. */
export function isRepeatable(validation: ValidationSpec): boolean {
  const { strategy } = validation.strategy === 'nested' ? validation.outer : validation
  return strategyRules[strategy].takes.includes('repeats')
}
