import { outermostOf } from './outermostOf.ts'
import { LARGEST_SEED } from '../random/largestSeed.ts'
import type { FieldsOf } from '../settings/field.ts'
import { strategies, strategyNamed } from '../split/strategies.ts'
import type { FlatValidation, ValidationSpec } from './validationSpec.ts'

/** The strategies that are no nesting of others. */
export const flatStrategies: readonly FlatValidation['strategy'][] = strategies.map(({ name }) => name)

/** Settings of how rows are held out. Which apply depends on the strategy (`strategies`). */
export const validationFields: FieldsOf<FlatValidation> = {
  strategy: {
    kind: 'choice',
    options: [...flatStrategies, 'nested'],
    doc: 'How rows are held out. Default: stratified-k-fold for classes, k-fold for numbers; with groups their grouped form.',
  },
  folds: { kind: 'number', integer: true, min: 2, max: 10_000, default: 10, doc: 'Parts that are held out in turn.' },
  repeats: {
    kind: 'number',
    integer: true,
    min: 1,
    max: 1000,
    default: 1,
    doc: 'How many times cross-validation is repeated, each time with new folds.',
  },
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
    max: LARGEST_SEED,
    doc: "Beats the experiment's seed for the splits.",
  },
  groups: {
    kind: 'choice',
    options: ['ignore', 'equalRows'],
    doc: 'Groups other than those of the column with the role group: none (ignore), or rows that are equal (equalRows).',
  },
  time: { kind: 'text', doc: 'Column that a time series is sorted by before it is split.' },
  series: { kind: 'text', doc: 'Column that tells several time series apart; each is split by itself.' },
  rowsInOrder: { kind: 'flag', default: false, doc: 'Confirms that the rows of the file are in order of time.' },
  gap: {
    kind: 'number',
    integer: true,
    min: 0,
    max: 1_000_000,
    default: 0,
    doc: 'Rows left out between the training rows and the held-out rows of a time series.',
  },
  testSize: {
    kind: 'number',
    integer: true,
    min: 1,
    max: 10_000_000,
    doc: 'Rows of each held-out stretch of a time series; equal parts unless given.',
  },
  bins: {
    kind: 'number',
    integer: true,
    min: 2,
    max: 1000,
    doc: 'Quantile bins of a numeric target that a stratified strategy spreads over the folds.',
  },
}

/** Whether a protocol, of a nested one the outer part, can be done again with other folds. */
export function isRepeatable(validation: ValidationSpec): boolean {
  const { strategy } = outermostOf(validation)
  return strategyNamed(strategy).takes.includes('repeats')
}
