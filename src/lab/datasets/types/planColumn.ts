import { decideType, formatShownBy, isFreeText, plainNumbers, shownByColumn } from '../../../core/dataset/columnType.ts'
import type { CellCounts } from '../../../core/dataset/cellCounts.ts'
import type { TypeDecision, TypeHints } from '../../../core/dataset/columnType.ts'
import type { NumberStyle } from '../../../core/dataset/numberStyle.ts'
import { isAmbiguousPlain } from '../../../core/dataset/numberStyle.ts'
import type { ColumnProfile } from '../../../core/dataset/profile.ts'
import type { ColumnPlan, FieldPlan } from './columnPlan.ts'
import type { FieldCounts } from '../read/countFields.ts'
import type { DatasetChoices } from '../store/datasetChoices.ts'
import { ownChoice } from '../read/planFields.ts'
import type { Reading } from '../source/readSource.ts'
import { styleRequest } from './styleRequest.ts'

/** The types of all fields and all it takes to read them: where one column is in doubt, what the others show decides. */
export function planColumns(
  fields: readonly FieldPlan[],
  found: FieldCounts,
  reading: Reading,
  choices: DatasetChoices,
): ColumnPlan[] {
  const hints = hintsFrom(fields, found, reading, choices)
  return fields.map((field) => planColumn(field, found, choices, hints))
}

function planColumn(
  field: FieldPlan,
  { counts, odd }: FieldCounts,
  choices: DatasetChoices,
  hints: TypeHints,
): ColumnPlan {
  const own = counts.get(field.field)
  if (!own) return { ...field, type: 'text' }
  const type = ownChoice(choices, field.name.name)?.type ?? labelledType(choices, field.name.name)
  const format = ownChoice(choices, field.name.name)?.format
  const decision = withFormat(
    decideType(own, { ...hints, ...(type && { type }) }),
    type === undefined ? format : undefined,
  )
  const isOdd = decision.type === 'number' && odd.has(field.field)
  const plan: ColumnPlan = { ...field, ...decision, ...(isOdd && { isOdd }) }
  const isPlainNumbers = plan.type === 'number' && !isOdd && own.nonFinite === 0 && !mayLose(plan, own)
  return isPlainNumbers && !plan.style ? { ...plan, isPlainNumbers } : plan
}

/** Whoever names labels means categories. */
function labelledType(choices: DatasetChoices, name: string): 'category' | undefined {
  const own = ownChoice(choices, name)
  return own?.labels !== undefined ? 'category' : undefined
}

/** Whoever gives a format means dates. */
function withFormat(decision: TypeDecision, format: string | undefined): TypeDecision {
  if (format === undefined) return decision
  return { type: 'date', dateFormat: format, ...(decision.type !== 'date' && { reason: 'as was asked for' }) }
}

/** What the columns without doubt show for those in doubt. */
function hintsFrom(
  fields: readonly FieldPlan[],
  { counts }: FieldCounts,
  { plan, scan }: Reading,
  choices: DatasetChoices,
): TypeHints {
  const decimals = new Set<NumberStyle['decimal']>()
  const formats = new Set<string>()
  for (const { field, name } of fields) {
    const own = counts.get(field)
    const request = styleRequest(choices, name.name)
    const shown = request.decimal ?? (own && (shownByColumn(own) ?? plainDecimal(own, scan.scanner.preview, field)))
    if (shown !== undefined) decimals.add(shown)
    const format = own && formatShownBy(own)
    if (format !== undefined) formats.add(format)
  }
  const [decimal] = decimals
  const [format] = formats
  return {
    prefers: choices.decimal ?? (plan.dialect.delimiter === ';' ? ',' : '.'),
    ...(decimals.size === 1 && { shown: decimal }),
    ...(formats.size === 1 && { shownFormat: format }),
  }
}

/** A column of plain numbers shows a decimal point where some of them could not have it between thousands. */
function plainDecimal(
  { styles }: CellCounts,
  preview: readonly (readonly string[])[],
  field: number,
): NumberStyle['decimal'] | undefined {
  if (styles.length > 0) return undefined
  const isShown = preview.some(
    (row) => /^[+-]?\d*\.\d+$/.test((row[field] ?? '').trim()) && !isAmbiguousPlain(row[field] ?? ''),
  )
  return isShown ? '.' : undefined
}

/** Whether some of its cells are no value of its type. */
export function mayLose({ type, style, dateFormat, isOdd }: ColumnPlan, counts: CellCounts): boolean {
  const present = counts.rows - counts.missing
  if (type === 'number' && !style && isOdd !== true) return plainNumbers(counts) - counts.nonFinite !== present
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
