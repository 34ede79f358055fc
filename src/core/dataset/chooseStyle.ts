import type { NumberStyle } from './numberStyle.ts'
import { isSameStyle, NUMBER_STYLES, PLAIN_STYLE } from './numberStyle.ts'

/** How many cells of a column fit the same styles: bit `i` of `mask` stands for style `i` of those that were tried. */
export interface StyleCount {
  readonly mask: number
  readonly cells: number
}

/** What a person said about the numbers of a file or a column. */
export interface StyleRequest {
  readonly decimal?: '.' | ','
  readonly thousands?: string
}

/** The style of a column, and those that explain its cells equally well but give other numbers. */
export interface StyleChoice {
  readonly style: NumberStyle
  readonly cells: number
  readonly rivals: readonly NumberStyle[]
}

/** The styles that a request leaves open, the plain one first where it is among them. */
export function allowedStyles({ decimal, thousands }: StyleRequest): readonly NumberStyle[] {
  const known = NUMBER_STYLES.filter(
    (style) =>
      (decimal === undefined || style.decimal === decimal) &&
      (thousands === undefined || style.thousands === classOf(thousands)) &&
      style.decimal !== style.thousands,
  )
  if (known.length > 0 || thousands === undefined) return known
  return [{ decimal: decimal ?? (thousands === ',' ? '.' : thousands === '.' ? ',' : '.'), thousands }]
}

/** Every kind of blank is one separator, every kind of apostrophe another. */
function classOf(thousands: string): string {
  if (/^\s$/u.test(thousands)) return ' '
  return /^['\u2019\u02bc\u2032\uff07]$/.test(thousands) ? "'" : thousands
}

/**
 * The style that most cells of a column fit. Where several fit equally well and would give different numbers, what the other
 * columns of the file show decides (`evidence`), then the delimiter; `rivals` names what was passed over.
 */
export function chooseStyle(
  counts: readonly StyleCount[],
  styles: readonly NumberStyle[],
  evidence: NumberStyle['decimal'] | undefined,
  prefers: NumberStyle['decimal'],
): StyleChoice | undefined {
  const totals = styles.map((_, index) => total(counts, index))
  const most = Math.max(0, ...totals)
  if (most === 0) return undefined
  const best = styles.filter((_, index) => totals[index] === most)
  const simplest = (decimal: NumberStyle['decimal']): NumberStyle | undefined =>
    best.find((style) => style.decimal === decimal)
  const [point, comma] = [simplest('.'), simplest(',')]
  if (!point || !comma || !areRivals(point, comma)) return { style: best[0], cells: most, rivals: [] }
  const isPlain = isSameStyle(point, PLAIN_STYLE)
  const isComma = evidence === undefined ? prefers === ',' && !isPlain : evidence === ','
  const [style, other] = isComma ? [comma, point] : [point, comma]
  return { style, cells: most, rivals: evidence === undefined ? [other] : [] }
}

/** The decimal sign that a column shows beyond doubt: whole numbers without any separator show nothing. */
export function shownDecimal(
  counts: readonly StyleCount[],
  styles: readonly NumberStyle[],
): NumberStyle['decimal'] | undefined {
  const totals = styles.map((_, index) => total(counts, index))
  const most = Math.max(0, ...totals)
  const decimals = new Set(styles.filter((_, index) => totals[index] === most).map(({ decimal }) => decimal))
  const [only] = decimals
  return most > 0 && decimals.size === 1 ? only : undefined
}

/** Whether some cell would be one number in one style and another in the other: where the point of one parts the thousands of the other. */
function areRivals(point: NumberStyle, comma: NumberStyle): boolean {
  return point.thousands === comma.decimal || comma.thousands === point.decimal
}

function total(counts: readonly StyleCount[], index: number): number {
  return counts.reduce((sum, { mask, cells }) => sum + (hasBit(mask, index) ? cells : 0), 0)
}

function hasBit(mask: number, index: number): boolean {
  return (mask & (1 << index)) !== 0
}
