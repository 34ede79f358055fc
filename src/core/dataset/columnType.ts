import type { ColumnType } from './datasetSettings.ts'
import type { NumberStyle } from './inspection.ts'

/** Number styles beside the plain one, in the order they are believed when the delimiter is no semicolon. */
export const NUMBER_STYLES: readonly NumberStyle[] = [
  { decimal: '.', thousands: ',' },
  { decimal: ',', thousands: '' },
  { decimal: ',', thousands: '.' },
  { decimal: ',', thousands: ' ' },
  { decimal: '.', thousands: ' ' },
  { decimal: '.', thousands: "'" },
  { decimal: ',', thousands: '\u00a0' },
  { decimal: ',', thousands: '\u202f' },
]

/** Date formats beside ISO 8601; of years with two digits those up to 68 are of this century. */
export const DATE_FORMATS: readonly string[] = [
  '%d.%m.%Y',
  '%d/%m/%Y',
  '%m/%d/%Y',
  '%d-%m-%Y',
  '%d.%m.%y',
  '%d/%m/%y',
  '%m/%d/%y',
  '%d-%m-%y',
]

/** How many cells of a whole column are of each kind; the kinds exclude one another, the last two lists do not. */
export interface CellCounts {
  readonly rows: number
  readonly missing: number
  readonly number: number
  /** Such as `007`: digits that a number would lose. */
  readonly leadingZero: number
  /** Whole numbers beyond 2^53. */
  readonly bigInteger: number
  readonly nonFinite: number
  readonly boolean: number
  readonly date: number
  readonly other: number
  /** Cells that fit each of {@link NUMBER_STYLES}; empty where it was not worth counting. */
  readonly styles: readonly number[]
  /** Cells that fit each of {@link DATE_FORMATS}. */
  readonly formats: readonly number[]
}

/** A type with what it takes to read it, and why it was chosen where that is not plain. */
export interface TypeDecision {
  readonly type: ColumnType
  readonly style?: NumberStyle
  readonly dateFormat?: string
  readonly reason?: string
}

/** At most this part of the cells, or two in a column of twenty and more, may contradict the type of the rest. */
const TOLERATED_SHARE = 0.01
const TOLERATED_CELLS = 2
const ENOUGH_CELLS = 20

/**
 * The type of a whole column. `category` stands for any column of words: whether it is rather text is decided by its
 * profile ({@link isFreeText}).
 */
export function decideType(counts: CellCounts, hints: { readonly prefersDecimalComma: boolean }): TypeDecision {
  const present = counts.rows - counts.missing
  if (present === 0) return { type: 'text', reason: 'it holds no value at all' }
  const fits = (cells: number): boolean => isNearlyAll(cells, present)
  const numbers = counts.number + counts.leadingZero + counts.bigInteger + counts.nonFinite
  if (fits(numbers)) return plainNumber(counts)
  if (counts.boolean === present) return { type: 'boolean' }
  if (fits(counts.date)) return { type: 'date' }
  const style = bestStyle(counts, hints.prefersDecimalComma)
  if (style && fits(style.count + counts.nonFinite)) return { type: 'number', style: style.style }
  return bestDate(counts, fits) ?? { type: 'category', ...mixedReason(numbers, present) }
}

function plainNumber(counts: CellCounts): TypeDecision {
  if (counts.leadingZero > 0)
    return { type: 'category', reason: 'numbers with leading zeros are codes; as numbers they would lose them' }
  if (counts.bigInteger > 0)
    return { type: 'category', reason: 'whole numbers beyond 2^53 would lose digits as numbers' }
  return { type: 'number' }
}

function mixedReason(numbers: number, present: number): { reason?: string } {
  if (numbers < present / 2) return {}
  return { reason: `${String(present - numbers)} of ${String(present)} cells are no numbers` }
}

function isNearlyAll(cells: number, present: number): boolean {
  const left = present - cells
  if (left <= 0) return true
  return left <= present * TOLERATED_SHARE || (left <= TOLERATED_CELLS && cells >= ENOUGH_CELLS)
}

function bestStyle(
  counts: CellCounts,
  prefersDecimalComma: boolean,
): { style: NumberStyle; count: number } | undefined {
  let best: { style: NumberStyle; count: number } | undefined
  NUMBER_STYLES.forEach((style, index) => {
    const count = counts.styles[index] ?? 0
    const isPreferred =
      best?.count === count && prefersDecimalComma && style.decimal === ',' && best.style.decimal === '.'
    if (count > (best?.count ?? 0) || isPreferred) best = { style, count }
  })
  return best
}

function bestDate(counts: CellCounts, fits: (cells: number) => boolean): TypeDecision | undefined {
  const fitting = DATE_FORMATS.filter((_, index) => fits(counts.formats[index] ?? 0))
  const [format] = fitting
  if (format === undefined) return undefined
  if (fitting.length > 1)
    return {
      type: 'category',
      reason: `its dates may be day first or month first (${fitting.map(dateWords).join(' or ')})`,
    }
  return { type: 'date', dateFormat: format }
}

/** Whether words are rather free text than categories: nearly all different, and long or of several lines. */
export function isFreeText(profile: {
  readonly count: number
  readonly distinct: number
  readonly meanLength: number
}): boolean {
  return profile.distinct > 20 && profile.distinct > profile.count / 2 && profile.meanLength >= 20
}

/** A date format as people write it, such as `day.month.year`. */
export function dateWords(format: string): string {
  const words: Readonly<Record<string, string>> = { d: 'day', m: 'month', Y: 'year', y: 'year of two digits' }
  return format.replaceAll(/%([dmYy])/g, (_, letter: string) => words[letter])
}
