import type { DatasetChoices } from '../../../../contract/datasets.ts'
import type { ColumnAnswer } from '../../../../core/dataset/columnDoubt.ts'
import type { DatasetColumn, Inspection } from '../../../../core/dataset/inspection.ts'

/** Doubts as they are called in warnings, and labels that look alike. Each has its words in the page. */
export const DOUBTS = ['ambiguous-numbers', 'ambiguous-dates', 'codes', 'sentinel', 'lookAlikes'] as const
type DoubtCode = (typeof DOUBTS)[number]

/** A column that can be read in more ways than one. */
export interface ShownDoubt {
  readonly code: DoubtCode
  readonly column: DatasetColumn
  /** Values in question, where there are any. */
  readonly values: string
  readonly choices: readonly { readonly answer: ColumnAnswer; readonly isUsed: boolean }[]
}

/** The doubts of a reading that nobody has settled yet: numbers, dates, codes, numbers that may mean missing, labels that look alike. */
export function doubtsOf(
  { columns, warnings }: Pick<Inspection, 'columns' | 'warnings'>,
  { columns: settled = {} }: Pick<DatasetChoices, 'columns'>,
): readonly ShownDoubt[] {
  const byName = new Map(columns.map((column) => [column.name, column]))
  const own = warnings.flatMap(({ code, column: name = '', choices = [] }): ShownDoubt[] => {
    const column = byName.get(name)
    const isSettled = settled[name]?.type !== undefined || (code === 'sentinel' && settled[name]?.missing !== undefined)
    if (!column || !isDoubt(code) || choices.length === 0 || isSettled) return []
    const { profile } = column
    const values = profile.kind === 'number' ? String(profile.sentinel?.value ?? '') : ''
    return [{ code, column, values, choices: choices.map(({ answer }) => used(answer, column)) }]
  })
  const alike = columns.flatMap((column): ShownDoubt[] => {
    const { profile, name } = column
    if (profile.kind !== 'values' || !profile.lookAlikes || settled[name]?.lookAlikes !== undefined) return []
    const values = profile.lookAlikes[0].map(({ value }) => `“${value}”`).join(', ')
    const choices = (['join', 'apart'] as const).map((lookAlikes) => ({
      answer: { lookAlikes },
      isUsed: lookAlikes === 'apart',
    }))
    return [{ code: 'lookAlikes', column, values, choices }]
  })
  return [...own, ...alike]
}

function isDoubt(code: string): code is DoubtCode {
  return (DOUBTS as readonly string[]).includes(code)
}

function used(answer: ColumnAnswer, { type, style, dateFormat }: DatasetColumn) {
  const isStyle =
    answer.decimal === undefined ||
    (style?.decimal === answer.decimal && (style.thousands ?? '') === (answer.thousands ?? ''))
  const isFormat = answer.format === undefined || answer.format === dateFormat
  return { answer, isUsed: answer.type === type && isStyle && isFormat }
}
