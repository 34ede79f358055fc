import type { ColumnName } from '../../../core/csv/columnNames.ts'
import type { TypeDecision } from '../../../core/dataset/columnType.ts'
import { dateReading, ISO_PATTERN } from '../../../core/dataset/dateStyle.ts'
import { ODD_CHARACTERS, PLAIN_STYLE, SIGN_REWRITES, stylePattern } from '../../../core/dataset/numberStyle.ts'
import type { NumberStyle } from '../../../core/dataset/inspection.ts'
import { literal } from '../read/duckDatabase.ts'

/** A field of the file that may become a column, before its type is known. */
export interface FieldPlan {
  readonly field: number
  readonly name: ColumnName
  /** Whether any of its cells has blanks around it. */
  readonly isPadded: boolean
  /** Tokens for missing that occur in it, by whether its cells are words or values. */
  readonly wordTokens: readonly string[]
  readonly valueTokens: readonly string[]
  /** Numbers that mean missing, however they are written. */
  readonly missingNumbers: readonly number[]
}

/** A column with all it takes to read it. */
export interface ColumnPlan extends FieldPlan, TypeDecision {
  /** Whether some cells are numbers only once signs, digits or blanks are replaced. */
  readonly isOdd?: boolean
  /** Counted: every cell is missing or a finite number in the plain style, so that no cell need be looked at twice. */
  readonly isPlainNumbers?: boolean
  /** Other names for its labels, by the label in the file. */
  readonly labels?: Readonly<Record<string, string>>
}

const BLANKS = "' ' || chr(9) || chr(10) || chr(11) || chr(12) || chr(13)"

/** SQL for the trimmed cell. */
export function cellSql(plan: FieldPlan): string {
  const column = `c${String(plan.field)}`
  return plan.isPadded ? `trim(${column}, ${BLANKS})` : column
}

/** SQL that is true for a cell without a value: empty, a token, or equal to a number that means missing. */
function isMissingSql(plan: ColumnPlan, cell: string): string {
  const isMissing = missingSql(cell, tokensOf(plan))
  if (plan.type !== 'number' || plan.missingNumbers.length === 0) return isMissing
  return `(${isMissing} OR coalesce(${equalSql(plan, cell)}, false))`
}

function equalSql(plan: ColumnPlan, cell: string): string {
  return `${numberSql(cell, plan.style, plan.isOdd)} IN (${plan.missingNumbers.map(String).join(', ')})`
}

/** SQL that is true for a cell that equals a number that means missing, and is written in another way. */
export function missingNumberSql(plan: ColumnPlan): string {
  const cell = cellSql(plan)
  return `(NOT ${missingSql(cell, tokensOf(plan))} AND ${equalSql(plan, cell)})`
}

/** SQL that is true for a cell without a value. */
export function missingSql(cell: string, tokens: readonly string[]): string {
  const written = tokens.filter((token) => token !== '')
  const isToken = written.length === 0 ? '' : ` OR ${cell} IN (${written.map(literal).join(', ')})`
  return `(${cell} IS NULL OR ${cell} = ''${isToken})`
}

/** SQL for a cell as a DOUBLE, `NULL` where it is none; infinite and NaN stay as they are. */
export function numberSql(cell: string, style?: NumberStyle, isOdd = false): string {
  const own = style ?? (isOdd ? PLAIN_STYLE : undefined)
  if (!own) return `TRY_CAST(CASE WHEN NOT contains(${cell}, '_') THEN ${cell} END AS DOUBLE)`
  const written = isOdd ? rewrittenSql(cell) : cell
  const plain = own.thousands === '' ? written : `replace(${written}, ${literal(own.thousands)}, '')`
  const dotted = own.decimal === ',' ? `replace(${plain}, ',', '.')` : plain
  return `TRY_CAST(CASE WHEN regexp_full_match(${written}, ${literal(stylePattern(own))}) THEN ${dotted} END AS DOUBLE)`
}

/** SQL for a cell with signs, digits, blanks and apostrophes as in ASCII, its sign in front. */
export function rewrittenSql(cell: string): string {
  const ascii = `trim(translate(${cell}, ${literal(ODD_CHARACTERS.from)}, ${literal(ODD_CHARACTERS.to)}))`
  return SIGN_REWRITES.reduce(
    (sql, [pattern, replacement]) => `regexp_replace(${sql}, ${literal(pattern)}, ${literal(replacement)})`,
    ascii,
  )
}

/** SQL for a cell as a TIMESTAMP, `NULL` where it is none. */
export function dateSql(cell: string, format?: string): string {
  if (format === undefined)
    return `TRY_CAST(CASE WHEN regexp_full_match(${cell}, ${literal(ISO_PATTERN)}) THEN replace(${cell}, ',', '.') END AS TIMESTAMP)`
  const { pattern, strptime } = dateReading(format)
  const parted = `regexp_replace(${cell}, '[T, ]+(\\d{1,2}:\\d{2})', ' \\1')`
  return `CASE WHEN regexp_full_match(${cell}, ${literal(pattern)}) THEN try_strptime(${parted}, [${strptime.map(literal).join(', ')}]) END`
}

/** SQL for a cell as a BOOLEAN, `NULL` where it is none. */
export function booleanSql(cell: string): string {
  return `CASE lower(${cell}) WHEN 'true' THEN true WHEN 'false' THEN false WHEN 'yes' THEN true WHEN 'no' THEN false WHEN '1' THEN true WHEN '0' THEN false WHEN 't' THEN true WHEN 'f' THEN false WHEN 'y' THEN true WHEN 'n' THEN false END`
}

/** SQL for the stored value of a column. */
export function valueSql(plan: ColumnPlan): string {
  const cell = cellSql(plan)
  const tokens = tokensOf(plan)
  if (plan.isPlainNumbers && plan.missingNumbers.length === 0 && !tokens.some(isNumberLike))
    return `TRY_CAST(${cell} AS DOUBLE)`
  const value = rawValueSql(plan, cell)
  const isNumber = `isfinite(${value})${plan.missingNumbers.length > 0 ? ` AND NOT ${equalSql(plan, cell)}` : ''}`
  if (plan.type === 'number') return guarded(cell, tokens, `CASE WHEN ${isNumber} THEN ${value} END`)
  return guarded(cell, tokens, value)
}

/** SQL for a cell as a plain number, before its column is known to hold no others: `NULL` for tokens and for what is no number. */
export function guardedNumberSql(plan: FieldPlan): string {
  const cell = cellSql(plan)
  return guarded(cell, plan.valueTokens.filter(isNumberLike), numberSql(cell))
}

function isNumberLike(token: string): boolean {
  return token !== '' && (!Number.isNaN(Number(token)) || /nan|inf/i.test(token))
}

function rawValueSql(plan: ColumnPlan, cell: string): string {
  switch (plan.type) {
    case 'number':
      return numberSql(cell, plan.style, plan.isOdd)
    case 'date':
      return dateSql(cell, plan.dateFormat)
    case 'boolean':
      return booleanSql(cell)
    case 'category':
    case 'text':
      return relabelledSql(cell, plan.labels)
  }
}

function relabelledSql(cell: string, labels: ColumnPlan['labels'] = {}): string {
  const changed = Object.entries(labels).filter(([from, to]) => from !== to)
  if (changed.length === 0) return cell
  return `CASE ${cell} ${changed.map(([from, to]) => `WHEN ${literal(from)} THEN ${literal(to)}`).join(' ')} ELSE ${cell} END`
}

/** SQL that is true for a cell that was written but is no value of the column's type. */
export function unreadableSql(plan: ColumnPlan): string {
  const cell = cellSql(plan)
  return `(NOT ${isMissingSql(plan, cell)} AND (${rawValueSql(plan, cell)}) IS NULL)`
}

/** SQL that is true for a cell that is a number, but infinite or NaN. */
export function nonFiniteSql(plan: ColumnPlan): string {
  const cell = cellSql(plan)
  return `(NOT ${isMissingSql(plan, cell)} AND NOT isfinite(${rawValueSql(plan, cell)}))`
}

/** The tokens that mean missing in a column of this type. */
export function tokensOf(plan: ColumnPlan): readonly string[] {
  return plan.type === 'category' || plan.type === 'text' ? plan.wordTokens : plan.valueTokens
}

/** SQL that is true for a number of the column whose cell had to be rewritten to be one. */
export function oddSql(plan: ColumnPlan): string {
  const cell = cellSql(plan)
  return `(${cell} <> ${rewrittenSql(cell)} AND (${rawValueSql(plan, cell)}) IS NOT NULL)`
}

function guarded(cell: string, tokens: readonly string[], value: string): string {
  // Tokens that do not occur are not among them, the empty cell no more than others.
  const isNeedless = tokens.length === 0 || (value !== cell && !tokens.some((token) => token !== ''))
  if (isNeedless) return value
  return `CASE WHEN NOT ${missingSql(cell, tokens)} THEN ${value} END`
}
