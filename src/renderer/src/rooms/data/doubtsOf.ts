import type { DatasetChoices } from '../../../../contract/datasets.ts'
import type { ColumnAnswer } from '../../../../core/dataset/columnDoubt.ts'
import type { DatasetColumn, Inspection } from '../../../../core/dataset/inspection.ts'

/** A column that can be read in more ways than one. */
export interface ShownDoubt {
  readonly code: string
  readonly column: DatasetColumn
  /** Labels in question, where there are any. */
  readonly values: string
  readonly choices: readonly { readonly answer: ColumnAnswer; readonly isUsed: boolean }[]
}

/** The doubts of a reading that nobody has settled yet: numbers, dates, codes, and labels that look alike. */
export function doubtsOf(
  { columns, warnings }: Pick<Inspection, 'columns' | 'warnings'>,
  { columns: settled = {} }: Pick<DatasetChoices, 'columns'>,
): readonly ShownDoubt[] {
  const byName = new Map(columns.map((column) => [column.name, column]))
  const own = warnings.flatMap(({ code, column: name = '', choices = [] }): ShownDoubt[] => {
    const column = byName.get(name)
    // Labels that look alike are listed below, with what they are.
    const isAlike = choices.some(({ answer }) => answer.lookAlikes !== undefined)
    if (!column || isAlike || choices.length === 0 || settled[name]?.type !== undefined) return []
    return [{ code, column, values: '', choices: choices.map(({ answer }) => used(answer, column)) }]
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

function used(answer: ColumnAnswer, { type, style, dateFormat }: DatasetColumn) {
  const isStyle =
    answer.decimal === undefined ||
    (style?.decimal === answer.decimal && (style.thousands ?? '') === (answer.thousands ?? ''))
  const isFormat = answer.format === undefined || answer.format === dateFormat
  return { answer, isUsed: answer.type === type && isStyle && isFormat }
}
