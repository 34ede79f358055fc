import type { CellCounts } from './cellCounts.ts'
import type { ColumnType } from './datasetSettings.ts'
import { chooseStyle, shownDecimal } from './chooseStyle.ts'
import type { Doubt } from './columnDoubt.ts'
import { codeDoubt, dateDoubt, numberDoubt } from './doubt.ts'
import type { NumberStyle } from './numberStyle.ts'

/** What helps to decide about a column, from outside of it. */
export interface TypeHints {
  /** The decimal sign of a file whose delimiter is a semicolon is mostly a comma. */
  readonly prefers: NumberStyle['decimal']
  /** The decimal sign that other columns of the file show. */
  readonly shown?: NumberStyle['decimal']
  /** The format of dates that other columns of the file show. */
  readonly shownFormat?: string
  /** What the person chose. */
  readonly type?: ColumnType
}

/** A type with what it takes to read it, and why it was chosen where that is not plain. */
export interface TypeDecision {
  readonly type: ColumnType
  readonly style?: NumberStyle
  readonly dateFormat?: string
  readonly reason?: string
  /** Another reading that fits the cells as well. */
  readonly doubt?: Doubt
}

/** At most this part of the cells, or two in a column of twenty and more, may contradict the type of the rest. */
const TOLERATED_SHARE = 0.01
const TOLERATED_CELLS = 2
const ENOUGH_CELLS = 20

/**
 * The type of a whole column. How numbers are written is decided first, before any cell is given up. `category` stands for any
 * column of words: whether it is rather text is decided by its profile ({@link isFreeText}).
 */
export function decideType(counts: CellCounts, hints: TypeHints): TypeDecision {
  const present = counts.rows - counts.missing
  const fits = (cells: number): boolean => isNearlyAll(cells, present)
  if (hints.type !== undefined) return chosenType(hints.type, counts, hints)
  if (present === 0) return { type: 'text', reason: 'it holds no value at all' }
  const numbers = plainNumbers(counts)
  const styled = styledNumbers(counts, hints)
  const isStyled = styled !== undefined && styled.cells > numbers - counts.nonFinite
  if (!isStyled && fits(numbers)) return plainNumber(counts, hints)
  if (counts.boolean === present) return { type: 'boolean' }
  if (fits(counts.date)) return { type: 'date' }
  const format = bestFormat(counts, hints)
  const isDate = format !== undefined && fits(format.cells) && format.cells >= (styled?.cells ?? 0)
  if (isDate && format.doubt) return { type: 'category', reason: format.doubt.reason, doubt: format.doubt }
  if (isDate) return { type: 'date', dateFormat: format.format }
  if (styled && fits(styled.cells + counts.nonFinite)) return { type: 'number', ...styleOf(styled) }
  return { type: 'category', ...mixedReason(Math.max(numbers, styled?.cells ?? 0), present) }
}

/** Cells that are numbers in the plain style. */
export function plainNumbers(counts: CellCounts): number {
  const { number, leadingZero, paddedDecimal, exponent, bigInteger, nonFinite } = counts
  return number + leadingZero + paddedDecimal + exponent + bigInteger + nonFinite
}

/** The decimal sign that a column shows beyond doubt, for columns that show none. */
export function shownByColumn(counts: CellCounts): NumberStyle['decimal'] | undefined {
  const { styles, triedStyles, rows, missing, nonFinite } = counts
  const fitting = styles.reduce((sum, { mask, cells }) => sum + (mask === 0 ? 0 : cells), nonFinite)
  return isNearlyAll(fitting, rows - missing) ? shownDecimal(styles, triedStyles) : undefined
}

/** The format of dates that a column shows beyond doubt. */
export function formatShownBy(counts: CellCounts): string | undefined {
  const best = bestFormat(counts, { prefers: '.' })
  return best && !best.doubt && isNearlyAll(best.cells, counts.rows - counts.missing) ? best.format : undefined
}

interface Styled {
  readonly style: NumberStyle
  readonly cells: number
  readonly doubt?: Doubt
}

function styledNumbers(counts: CellCounts, { prefers, shown }: TypeHints): Styled | undefined {
  const choice = chooseStyle(counts.styles, counts.triedStyles, shown, prefers)
  if (!choice) return undefined
  const { style, cells, rivals } = choice
  return { style, cells, ...(rivals.length > 0 && { doubt: numberDoubt(style, rivals) }) }
}

function styleOf({ style, doubt }: Styled): Pick<TypeDecision, 'style' | 'doubt'> {
  const isPlain = style.decimal === '.' && style.thousands === ''
  return { ...(!isPlain && { style }), ...(doubt && { doubt }) }
}

/** A type that the person chose, read in the style or format that most cells fit. */
function chosenType(type: ColumnType, counts: CellCounts, hints: TypeHints): TypeDecision {
  const { type: _type, ...free } = hints
  const guessed = decideType(counts, free)
  if (guessed.type === type) return withoutCodes(guessed)
  const reason = 'as was asked for'
  if (type === 'number') {
    const styled = styledNumbers(counts, hints)
    const isStyled = styled !== undefined && styled.cells > plainNumbers(counts) - counts.nonFinite
    return { type, reason, ...(isStyled && styleOf(styled)) }
  }
  if (type !== 'date') return { type, reason }
  const format = bestFormat(counts, hints)
  const isFormatted = format !== undefined && format.cells > counts.date
  return {
    type,
    reason,
    ...(isFormatted && { dateFormat: format.format, ...(format.doubt && { doubt: format.doubt }) }),
  }
}

/** Whoever chose a type has no doubt whether cells are codes. */
function withoutCodes({ doubt, ...decision }: TypeDecision): TypeDecision {
  return doubt && doubt.code !== 'codes' ? { ...decision, doubt } : decision
}

function plainNumber(counts: CellCounts, hints: TypeHints): TypeDecision {
  if (counts.bigInteger > 0)
    return { type: 'category', reason: 'whole numbers beyond 2^53 would lose digits as numbers' }
  const codes = counts.leadingZero + counts.exponent
  const present = counts.rows - counts.missing
  if (codes + counts.paddedDecimal === 0) {
    const styled = styledNumbers(counts, hints)
    return { type: 'number', ...(styled && styleOf(styled)) }
  }
  const doubt = codeDoubt(counts)
  const isNumber =
    codes === 0 || isAllExponents(counts) || (isNearlyAll(present - codes, present) && !isFixedWidth(counts))
  if (isNumber) return { type: 'number', ...(isAllExponents(counts) ? {} : { doubt }) }
  return { type: 'category', reason: doubt.reason, doubt }
}

/** A column of nothing but powers, such as `1e5`, is one of numbers. */
function isAllExponents(counts: CellCounts): boolean {
  return counts.exponent > 0 && counts.number + counts.leadingZero + counts.paddedDecimal === 0
}

function isFixedWidth({ lengths }: CellCounts): boolean {
  return lengths !== undefined && lengths[0] === lengths[1]
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

/** The format that most cells fit; where day and month may be either, what other columns show decides, else it is in doubt. */
function bestFormat(
  { formats }: CellCounts,
  { shownFormat }: TypeHints,
): { format: string; cells: number; doubt?: Doubt & { reason: string } } | undefined {
  const most = Math.max(0, ...formats.map(({ cells }) => cells))
  if (most === 0) return undefined
  const best = formats.filter(({ cells }) => cells === most).map(({ format }) => format)
  const shown = best.find((format) => shownFormat !== undefined && isSameOrder(format, shownFormat))
  if (best.length === 1 || shown !== undefined) return { format: shown ?? best[0], cells: most }
  return { format: best[0], cells: most, doubt: dateDoubt(best) }
}

function isSameOrder(a: string, b: string): boolean {
  return a.startsWith('dd') === b.startsWith('dd') && a.startsWith('MM') === b.startsWith('MM')
}

/** Whether words are rather free text than categories: nearly all different, and long or of several lines. */
export function isFreeText(profile: {
  readonly count: number
  readonly distinct: number
  readonly meanLength: number
}): boolean {
  return profile.distinct > 20 && profile.distinct > profile.count / 2 && profile.meanLength >= 20
}
