import type { ColumnType } from './datasetSettings.ts'
import type { CellCounts } from './columnType.ts'
import { dateWords } from './dateStyle.ts'
import type { NumberStyle } from './inspection.ts'
import { styleWords } from './numberStyle.ts'

/** What a person may say of one column to settle a doubt; the keys are those of `dataset.columns` in an experiment. */
export interface ColumnAnswer {
  readonly type?: ColumnType
  readonly decimal?: '.' | ','
  readonly thousands?: string
  readonly format?: string
  readonly missing?: readonly string[]
  readonly lookAlikes?: 'join' | 'apart'
}

/** One way of settling a doubt. */
export interface DoubtChoice {
  readonly label: string
  readonly answer: ColumnAnswer
}

/** Another reading of a column that its cells allow as well, with what to say to have it. */
export interface Doubt {
  readonly code: 'ambiguous-numbers' | 'ambiguous-dates' | 'codes'
  /** Why, as half a sentence. */
  readonly reason: string
  readonly choices: readonly DoubtChoice[]
}

/** Numbers whose separator may be a decimal sign or stand between thousands; the style that was used comes first. */
export function numberDoubt(used: NumberStyle, rivals: readonly NumberStyle[]): Doubt {
  const styles = [used, ...rivals]
  return {
    code: 'ambiguous-numbers',
    reason: `its numbers may be written with a ${styles.map(styleWords).join(' or with a ')}; they were read with a ${styleWords(used)}`,
    choices: styles.map((style) => ({ label: styleWords(style), answer: { type: 'number', ...style } })),
  }
}

/** Dates whose day may be their month. */
export function dateDoubt(formats: readonly string[]): Doubt {
  return {
    code: 'ambiguous-dates',
    reason: `its dates may be day first or month first (${formats.map(dateWords).join(' or ')})`,
    choices: formats.map((format) => ({ label: format, answer: { type: 'date', format } })),
  }
}

/** Numbers that may be codes. */
export function codeDoubt({ leadingZero, paddedDecimal, exponent }: CellCounts): Doubt {
  const parts = [
    ...(leadingZero > 0 ? [`${cells(leadingZero)} leading zeros`] : []),
    ...(paddedDecimal > 0 ? [`${cells(paddedDecimal)} zeros before a decimal`] : []),
    ...(exponent > 0 ? [`${cells(exponent)} an e between digits, as powers of ten and codes do`] : []),
  ]
  return {
    code: 'codes',
    reason: `${parts.join(' and ')}: numbers would lose what codes keep`,
    choices: [
      { label: 'number', answer: { type: 'number' } },
      { label: 'category', answer: { type: 'category' } },
    ],
  }
}

function cells(count: number): string {
  return count === 1 ? '1 cell has' : `${String(count)} cells have`
}
