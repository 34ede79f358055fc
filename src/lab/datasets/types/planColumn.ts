import { decideType } from '../../../core/dataset/columnType.ts'
import type { CellCounts, TypeDecision } from '../../../core/dataset/columnType.ts'
import { isFreeText } from '../../../core/dataset/columnType.ts'
import type { ColumnProfile } from '../../../core/dataset/profile.ts'
import type { ColumnPlan, FieldPlan } from './columnPlan.ts'
import type { DatasetChoices } from '../store/datasetChoices.ts'
import { ownChoice } from '../read/planFields.ts'
import type { Reading } from '../source/readSource.ts'

/** The type of a field and all it takes to read it, from what was counted over its whole column. */
export function planColumn(
  field: FieldPlan,
  counts: CellCounts | undefined,
  reading: Reading,
  choices: DatasetChoices,
): ColumnPlan {
  const plan: ColumnPlan = { ...field, ...decide(field, counts, reading, choices) }
  const isPlainNumbers =
    plan.type === 'number' && counts !== undefined && counts.nonFinite === 0 && !mayLose(plan, counts)
  return isPlainNumbers && !plan.style ? { ...plan, isPlainNumbers } : plan
}

function decide(
  field: FieldPlan,
  counts: CellCounts | undefined,
  { plan }: Reading,
  choices: DatasetChoices,
): TypeDecision {
  if (!counts) return { type: 'text' }
  const prefersDecimalComma = choices.decimal === undefined ? plan.dialect.delimiter === ';' : choices.decimal === ','
  const guessed = decideType(styleChosen(counts, choices), { prefersDecimalComma })
  const type = ownChoice(choices, field.name.name)?.type
  if (type === undefined || type === guessed.type) return guessed
  const { style, dateFormat } = guessed
  return {
    type,
    reason: 'as was asked for',
    ...(type === 'number' && style && { style }),
    ...(type === 'date' && dateFormat !== undefined && { dateFormat }),
  }
}

/** With a decimal comma asked for, `1.234` is no plain number. */
function styleChosen(counts: CellCounts, choices: DatasetChoices): CellCounts {
  if (choices.decimal !== ',' || counts.styles.every((count) => count === 0)) return counts
  return { ...counts, number: 0, other: counts.other + counts.number }
}

/** Whether some of its cells are no value of its type. */
export function mayLose({ type, style, dateFormat }: ColumnPlan, counts: CellCounts): boolean {
  const present = counts.rows - counts.missing
  if (type === 'number' && !style) return counts.number + counts.leadingZero + counts.bigInteger !== present
  if (type === 'date' && dateFormat === undefined) return counts.date !== present
  return !(type === 'boolean' && counts.boolean === present)
}

/** A category column whose words hardly repeat is text, unless it was chosen to be one. */
export function asTextWhereFree(
  column: ColumnPlan,
  profile: ColumnProfile | undefined,
  choices: DatasetChoices,
): ColumnPlan {
  const isChosen = ownChoice(choices, column.name.name)?.type !== undefined
  if (isChosen || column.type !== 'category' || profile?.kind !== 'values' || !isFreeText(profile)) return column
  return { ...column, type: 'text' }
}
