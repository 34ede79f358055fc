import type { Finding, PreflightInput } from '../finding.ts'
import type { CheckedProtocol } from './checkedProtocol.ts'
import { levelCounts } from '../../dataset/levelCounts.ts'
import { countMissing } from '../../dataset/missingRows.ts'
import { NUMBER_STYLES, rewriteNumber, stylePattern, type NumberStyle } from '../../dataset/numberStyle.ts'
import { countDistinct } from '../../dataset/profileNumbers.ts'
import { singleFeatureScore } from './singleFeatureScore.ts'
import { sortByValue, type SortedValues } from '../../dataset/sortByValue.ts'
import type { RepeatSides } from '../../split/firstRepeat.ts'
import type { CategoryColumn, TableColumn } from '../../dataset/table.ts'

/** What is wrong with one feature: empty, constant, mostly missing, an identifier, too many categories, a leak. */
export function featureFindings(feature: TableColumn, input: PreflightInput, protocol: CheckedProtocol): Finding[] {
  const { rows } = input.table
  const missing = countMissing(feature)
  const sorted = feature.kind === 'number' ? sortByValue(feature.values) : undefined
  const distinct = sorted ? countDistinct(sorted.values) : usedLevels(feature)
  const column = feature.name
  if (missing === rows)
    return [
      {
        kind: 'empty',
        severity: 'error',
        column,
        evidence: { rows },
        message: `${column} holds no value.`,
        fix: 'Ignore the column.',
      },
    ]
  return [
    ...constantFindings(column, distinct),
    ...missingFindings(column, missing, rows),
    ...(isDate(column, input) ? [] : idFindings(feature, distinct, rows - missing)),
    ...categoryFindings(feature, distinct, rows),
    ...leakFindings(feature, input, sorted),
    ...unseenFindings(feature, protocol),
  ]
}

function constantFindings(column: string, distinct: number): Finding[] {
  if (distinct !== 1) return []
  return [
    {
      kind: 'constant',
      severity: 'warning',
      column,
      evidence: { distinct },
      message: `${column} has the same value in every row.`,
      fix: 'Ignore it: it can tell nothing apart.',
    },
  ]
}

function missingFindings(column: string, missing: number, rows: number): Finding[] {
  if (missing <= rows / 2) return []
  return [
    {
      kind: 'mostlyMissing',
      severity: 'warning',
      column,
      evidence: { missing, rows },
      message: `${column} is missing in ${percent(missing, rows)} of the rows.`,
      fix: 'Ignore it, or add an indicator for missing values.',
    },
  ]
}

function idFindings(feature: TableColumn, distinct: number, present: number): Finding[] {
  if (present < 20 || distinct < present || !looksLikeId(feature)) return []
  return [
    {
      kind: 'idLike',
      severity: 'warning',
      column: feature.name,
      evidence: { distinct, rows: present },
      message: `${feature.name} is different in every row and looks like an identifier.`,
      fix: 'Give it the role id: it names rows, and says nothing about new ones.',
    },
  ]
}

/** Dates that differ in every row say when it was recorded. */
function isDate(column: string, { columns = [] }: PreflightInput): boolean {
  return columns.some(({ name, type }) => name === column && type === 'date')
}

/** Words that never repeat; whole numbers that run in order or without gaps. */
function looksLikeId(feature: TableColumn): boolean {
  if (feature.kind === 'category') return true
  const { values } = feature
  let isSorted = true
  let [min, max] = [Infinity, -Infinity]
  for (let row = 0; row < values.length; row++) {
    const value = values[row] ?? NaN
    if (!Number.isInteger(value)) return false
    if (row > 0 && value <= (values[row - 1] ?? NaN)) isSorted = false
    min = Math.min(min, value)
    max = Math.max(max, value)
  }
  return isSorted || max - min + 1 <= values.length * 1.1
}

/** Cells of a column of words most of which are numbers. */
interface NumbersAmong {
  readonly numbers: number
  readonly present: number
  /** What the others are, quoted. */
  readonly others: string
}

/** With fewer different ones, numbers may be names of classes. */
const FEWEST_NUMBERS = 20
/** What means missing is written in one way or two. */
const MOST_OTHERS = 3

/** Absent unless most cells are different numbers, all written in one style, and the others few words again and again. */
function numbersAmong(feature: CategoryColumn): NumbersAmong | undefined {
  const counts = levelCounts(feature)
  const used = feature.levels.flatMap((level, code) => (counts[code] > 0 ? [{ level, count: counts[code] }] : []))
  if (used.length <= FEWEST_NUMBERS) return undefined
  const others =
    NUMBER_STYLES.map((style) => othersThan(style, used)).find((found) => found.length <= MOST_OTHERS) ?? []
  if (others.length === 0 || used.length - others.length < FEWEST_NUMBERS) return undefined
  const sum = (levels: readonly UsedLevel[]): number => levels.reduce((total, { count }) => total + count, 0)
  const [present, words] = [sum(used), sum(others)]
  if (words * 2 > present) return undefined
  return { numbers: present - words, present, others: others.map(({ level }) => JSON.stringify(level)).join(', ') }
}

interface UsedLevel {
  readonly level: string
  readonly count: number
}

/** Levels that are no numbers in a style; of more than are of use, no further ones. */
function othersThan(style: NumberStyle, used: readonly UsedLevel[]): readonly UsedLevel[] {
  const pattern = new RegExp(`^(?:${stylePattern(style)})$`)
  const others: UsedLevel[] = []
  for (const one of used) {
    if (!pattern.test(rewriteNumber(one.level))) others.push(one)
    if (others.length > MOST_OTHERS) break
  }
  return others
}

function mostlyNumbers(column: string, { numbers, present, others }: NumbersAmong): Finding {
  return {
    kind: 'mostlyNumbers',
    severity: 'warning',
    column,
    evidence: { numbers, cells: present, others },
    message: `${column} is read as a category, but ${String(numbers)} of its ${String(present)} cells are numbers. The others are ${others}.`,
    fix: 'If it holds quantities, give it the type number: its other cells then count as missing.',
  }
}

/** A category that should be a number, or that has too many values. */
function categoryFindings(feature: TableColumn, distinct: number, rows: number): Finding[] {
  if (feature.kind !== 'category') return []
  const among = numbersAmong(feature)
  if (among) return [mostlyNumbers(feature.name, among)]
  if (distinct <= 50 || distinct <= rows / 20) return []
  return [
    {
      kind: 'highCardinality',
      severity: 'warning',
      column: feature.name,
      evidence: { distinct, rows },
      message: `${feature.name} has ${String(distinct)} categories for ${String(rows)} rows: one-hot, each becomes a column.`,
      fix: 'Join rare categories, encode it as ordinal, or ignore it.',
    },
  ]
}

/** From here on a single feature is suspected of giving the target away. */
const LEAK = 0.995

function leakFindings(feature: TableColumn, { table, task }: PreflightInput, sorted?: SortedValues): Finding[] {
  const score = singleFeatureScore(feature, table.target, task, sorted)
  if (score === null || score.value < LEAK) return []
  return [
    {
      kind: 'leakage',
      severity: 'warning',
      column: feature.name,
      evidence: { measure: score.measure, value: score.value },
      message: `${feature.name} alone tells the target almost perfectly (${score.measure} ${score.value.toFixed(3)}).`,
      fix: 'Ask whether it is known before the target is; if it was derived from it, ignore it.',
    },
  ]
}

function unseenFindings(feature: TableColumn, { sides }: CheckedProtocol): Finding[] {
  if (feature.kind !== 'category' || !sides) return []
  const unseen = sides === 'eachRowAlone' ? lonelyLevels(feature) : unseenLevels(feature, sides)
  if (unseen.length === 0) return []
  const names = unseen
    .slice(0, 5)
    .map((code) => JSON.stringify(feature.levels[code]))
    .join(', ')
  return [
    {
      kind: 'unseenCategories',
      severity: 'info',
      column: feature.name,
      evidence: { categories: unseen.length },
      message: `${String(unseen.length)} categories of ${feature.name} (${names}) are absent from training when they are held out, and are then encoded as unknown.`,
      fix: 'Join rare categories if there are many.',
    },
  ]
}

/** Levels that some fold holds out and does not train on, ascending. */
function unseenLevels({ levels, codes }: CategoryColumn, sides: Exclude<RepeatSides, string>): number[] {
  const trainedIn = new Int32Array(levels.length).fill(-1)
  const unseen = new Set<number>()
  sides.forEach(({ train, test }, fold) => {
    for (const row of train) if (codes[row] >= 0) trainedIn[codes[row]] = fold
    for (const row of test) if (codes[row] >= 0 && trainedIn[codes[row]] !== fold) unseen.add(codes[row])
  })
  return [...unseen].sort((a, b) => a - b)
}

/** Levels of a single row. */
function lonelyLevels(feature: CategoryColumn): number[] {
  return levelCounts(feature).flatMap((count, code) => (count === 1 ? [code] : []))
}

function usedLevels(column: TableColumn): number {
  return column.kind === 'category' ? levelCounts(column).filter((count) => count > 0).length : 0
}

function percent(part: number, whole: number): string {
  return `${((100 * part) / whole).toFixed(0)}%`
}
