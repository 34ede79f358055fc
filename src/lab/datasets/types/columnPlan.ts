import type { ColumnName } from '../../../core/csv/columnNames.ts'
import { DATE_FORMATS, NUMBER_STYLES } from '../../../core/dataset/columnType.ts'
import type { TypeDecision } from '../../../core/dataset/columnType.ts'
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
}

/** A column with all it takes to read it. */
export interface ColumnPlan extends FieldPlan, TypeDecision {
  /** Counted: every cell is missing or a finite number in the plain style, so that no cell need be looked at twice. */
  readonly isPlainNumbers?: boolean
}

const BLANKS = "' ' || chr(9) || chr(10) || chr(11) || chr(12) || chr(13)"

/** SQL for the trimmed cell. */
export function cellSql(plan: FieldPlan): string {
  const column = `c${String(plan.field)}`
  return plan.isPadded ? `trim(${column}, ${BLANKS})` : column
}

/** SQL that is true for a cell without a value. */
export function missingSql(cell: string, tokens: readonly string[]): string {
  const written = tokens.filter((token) => token !== '')
  const isToken = written.length === 0 ? '' : ` OR ${cell} IN (${written.map(literal).join(', ')})`
  return `(${cell} IS NULL OR ${cell} = ''${isToken})`
}

/** SQL for a cell as a DOUBLE, `NULL` where it is none; infinite and NaN stay as they are. */
export function numberSql(cell: string, style?: NumberStyle): string {
  if (!style) return `TRY_CAST(CASE WHEN NOT contains(${cell}, '_') THEN ${cell} END AS DOUBLE)`
  const plain = style.thousands === '' ? cell : `replace(${cell}, ${literal(style.thousands)}, '')`
  const dotted = style.decimal === ',' ? `replace(${plain}, ',', '.')` : plain
  return `TRY_CAST(CASE WHEN regexp_full_match(${cell}, ${literal(stylePattern(style))}) THEN ${dotted} END AS DOUBLE)`
}

/** SQL for a cell as a TIMESTAMP, `NULL` where it is none. */
export function dateSql(cell: string, format?: string): string {
  if (format !== undefined) {
    // DuckDB's %Y takes 24 for the year 24.
    const digits = format.endsWith('%Y') ? 4 : 2
    return `CASE WHEN regexp_matches(${cell}, '[^0-9][0-9]{${String(digits)}}$') THEN try_strptime(${cell}, ${literal(format)}) END`
  }
  return `TRY_CAST(CASE WHEN ${cell} < ':' THEN ${cell} END AS TIMESTAMP)`
}

/** SQL for a cell as a BOOLEAN, `NULL` where it is none. */
export function booleanSql(cell: string): string {
  return `CASE lower(${cell}) WHEN 'true' THEN true WHEN 'false' THEN false WHEN 'yes' THEN true WHEN 'no' THEN false WHEN '1' THEN true WHEN '0' THEN false WHEN 't' THEN true WHEN 'f' THEN false WHEN 'y' THEN true WHEN 'n' THEN false END`
}

/** SQL for the stored value of a column. */
export function valueSql(plan: ColumnPlan): string {
  const cell = cellSql(plan)
  const tokens = tokensOf(plan)
  if (plan.isPlainNumbers && !tokens.some(isNumberLike)) return `TRY_CAST(${cell} AS DOUBLE)`
  const value = rawValueSql(plan, cell)
  if (plan.type === 'number') return guarded(cell, tokens, `CASE WHEN isfinite(${value}) THEN ${value} END`)
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
      return numberSql(cell, plan.style)
    case 'date':
      return dateSql(cell, plan.dateFormat)
    case 'boolean':
      return booleanSql(cell)
    case 'category':
    case 'text':
      return cell
  }
}

/** SQL that is true for a cell that was written but is no value of the column's type. */
export function unreadableSql(plan: ColumnPlan): string {
  const cell = cellSql(plan)
  return `(NOT ${missingSql(cell, tokensOf(plan))} AND (${rawValueSql(plan, cell)}) IS NULL)`
}

/** SQL that is true for a cell that is a number, but infinite or NaN. */
export function nonFiniteSql(plan: ColumnPlan): string {
  const cell = cellSql(plan)
  return `(NOT ${missingSql(cell, tokensOf(plan))} AND NOT isfinite(${rawValueSql(plan, cell)}))`
}

/** The tokens that mean missing in a column of this type. */
export function tokensOf(plan: ColumnPlan): readonly string[] {
  return plan.type === 'category' || plan.type === 'text' ? plan.wordTokens : plan.valueTokens
}

/** SQL counts of cells in each of the styles and formats that are worth trying on words with digits. */
export function styleCountsSql(cell: string): string[] {
  return [
    ...NUMBER_STYLES.map((style) => `count(${numberSql(cell, style)})`),
    ...DATE_FORMATS.map((format) => `count(${dateSql(cell, format)})`),
  ]
}

function guarded(cell: string, tokens: readonly string[], value: string): string {
  // Tokens that do not occur are not among them, the empty cell no more than others.
  const isNeedless = tokens.length === 0 || (value !== cell && !tokens.some((token) => token !== ''))
  if (isNeedless) return value
  return `CASE WHEN NOT ${missingSql(cell, tokens)} THEN ${value} END`
}

function stylePattern({ decimal, thousands }: NumberStyle): string {
  const point = decimal === '.' ? '\\.' : ','
  const separator = thousands === '.' ? '\\.' : thousands
  const whole = thousands === '' ? '\\d*' : `(\\d{1,3}(${separator}\\d{3})+|\\d*)`
  return `[+-]?${whole}(${point}\\d*)?([eE][+-]?\\d+)?`
}
