import type { FieldsOf } from '../settings/field.ts'
import type { CategoryPreprocessing, NumericPreprocessing, PreprocessingSpec } from './preprocessingSpec.ts'

/** What becomes of columns of numbers. */
export const numericFields: FieldsOf<NumericPreprocessing> = {
  impute: {
    kind: 'choice',
    options: ['median', 'mean', 'mostFrequent', 'constant', 'none'],
    default: 'median',
    doc: 'What a missing number becomes; learned from the training rows of each fold.',
  },
  fillValue: { kind: 'number', min: -1e150, max: 1e150, default: 0, doc: 'The number that fills gaps.' },
  missingIndicator: {
    kind: 'flag',
    default: false,
    doc: 'Whether each column with gaps gets a second one that says where they were.',
  },
  scale: {
    kind: 'choice',
    options: ['standard', 'minmax', 'robust', 'maxabs', 'none'],
    default: 'standard',
    doc: 'How numbers are scaled; learned from the training rows of each fold.',
  },
}

/** What becomes of columns of categories. */
export const categoryFields: FieldsOf<CategoryPreprocessing> = {
  impute: {
    kind: 'choice',
    options: ['mostFrequent', 'constant', 'none'],
    default: 'mostFrequent',
    doc: 'What a missing category becomes; learned from the training rows of each fold.',
  },
  fillValue: { kind: 'text', default: 'missing', doc: 'The category that fills gaps.' },
  encode: {
    kind: 'choice',
    options: ['oneHot', 'ordinal'],
    default: 'oneHot',
    doc: 'Categories as one column each, or as one column of numbers.',
  },
}

/** What becomes of a target of numbers. */
export const targetField: FieldsOf<Pick<PreprocessingSpec, 'target'>>['target'] = {
  kind: 'choice',
  options: ['standard', 'none'],
  default: 'standard',
  doc: "How the target is scaled while training; scores are in the target's own unit all the same.",
}
