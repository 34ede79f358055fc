/**
 * What should be known before training, as findings with evidence and a way to mend them. Pure: sees the table an experiment
 * trains on, its splits where they are known, and what the import noted about each column.
 */
import { duplicatesOf } from './duplicatesOf.ts'
import type { DatasetColumn } from './inspection.ts'
import { countDistinct } from './profileNumbers.ts'
import { singleFeatureScore } from './singleFeatureScore.ts'
import { sortByValue } from './sortByValue.ts'
import type { CategoryColumn, Table, TableColumn, Task } from './table.ts'

export type FindingKind =
  | 'constant'
  | 'empty'
  | 'idLike'
  | 'duplicateRows'
  | 'duplicatesAcrossFolds'
  | 'leakage'
  | 'tinyClass'
  | 'imbalance'
  | 'missingTarget'
  | 'nonFinite'
  | 'unreadable'
  | 'highCardinality'
  | 'bigIntegers'
  | 'unseenCategories'
  | 'mostlyMissing'
  | 'leftOut'
  | 'groupsTooFew'

/** One thing worth knowing. `error`: training would fail or mean nothing; `warning`: the score may mislead; `info`: good to know. */
export interface Finding {
  readonly kind: FindingKind
  readonly severity: 'error' | 'warning' | 'info'
  readonly column?: string
  /** What was found, one sentence. */
  readonly message: string
  /** The numbers it rests on. */
  readonly evidence: Readonly<Record<string, number | string>>
  /** How to mend it, one sentence. */
  readonly mend: string
  /** Rows concerned, from 0; at most a hundred. */
  readonly rows?: readonly number[]
}

export interface PreflightInput {
  readonly table: Table
  readonly task: Task
  /** What the import noted, for columns of the table and others. */
  readonly columns?: readonly DatasetColumn[]
  /** Folds of a k-fold protocol. */
  readonly folds?: number
  /** Held-out rows of each fold of one repeat, where they are known. */
  readonly heldOut?: readonly (readonly number[] | Int32Array)[]
  readonly isGrouped?: boolean
}

const ROWS_SHOWN = 100
const SEVERITIES = ['error', 'warning', 'info'] as const

/** All findings, gravest first. */
export function preflight(input: PreflightInput): Finding[] {
  const findings = [
    ...targetFindings(input),
    ...input.table.features.flatMap((feature) => featureFindings(feature, input)),
    ...duplicateFindings(input),
    ...groupFindings(input),
    ...importFindings(input),
  ]
  return findings.sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity))
}

function targetFindings({ table, folds = 0 }: PreflightInput): Finding[] {
  const { target } = table
  const missing = missingRows(target)
  const findings: Finding[] = []
  if (missing.length > 0) {
    findings.push({
      kind: 'missingTarget',
      severity: 'error',
      column: target.name,
      evidence: { rows: missing.length },
      rows: missing.slice(0, ROWS_SHOWN),
      message: `${String(missing.length)} rows have no target.`,
      mend: 'Leave these rows out of the file: they can neither teach nor test.',
    })
  }
  return target.kind === 'category' ? [...findings, ...classFindings(target, folds)] : findings
}

function classFindings(target: CategoryColumn, folds: number): Finding[] {
  const counts = levelCounts(target)
  const findings: Finding[] = []
  counts.forEach((count, code) => {
    if (count >= Math.max(folds, 2)) return
    const label = target.levels[code] ?? ''
    findings.push({
      kind: 'tinyClass',
      severity: count < 2 ? 'error' : 'warning',
      column: target.name,
      evidence: { class: label, rows: count, folds },
      message: `Class ${JSON.stringify(label)} has ${String(count)} rows, fewer than the ${String(folds)} folds: some folds are tested without it.`,
      mend: 'Take fewer folds, join the class with another, or gather more rows of it.',
    })
  })
  const [least, most] = [Math.min(...counts), Math.max(...counts)]
  if (least > 0 && most / least >= 4) {
    findings.push({
      kind: 'imbalance',
      severity: most / least >= 10 ? 'warning' : 'info',
      column: target.name,
      evidence: { largest: most, smallest: least, share: most / target.codes.length },
      message: `Classes are uneven: ${String(most)} rows against ${String(least)}. Always guessing the largest is right in ${((100 * most) / target.codes.length).toFixed(1)}%.`,
      mend: 'Compare with that figure, look at balanced accuracy, or weigh the classes (classWeight: balanced).',
    })
  }
  return findings
}

function featureFindings(feature: TableColumn, input: PreflightInput): Finding[] {
  const { rows } = input.table
  const missing = missingRows(feature).length
  const distinct = distinctOf(feature)
  const column = feature.name
  if (missing === rows)
    return [
      {
        kind: 'empty',
        severity: 'error',
        column,
        evidence: { rows },
        message: `${column} holds no value.`,
        mend: 'Ignore the column.',
      },
    ]
  const findings: Finding[] = []
  if (distinct === 1) {
    findings.push({
      kind: 'constant',
      severity: 'warning',
      column,
      evidence: { distinct },
      message: `${column} has the same value in every row.`,
      mend: 'Ignore it: it can tell nothing apart.',
    })
  }
  if (missing > rows / 2) {
    findings.push({
      kind: 'mostlyMissing',
      severity: 'warning',
      column,
      evidence: { missing, rows },
      message: `${column} is missing in ${percent(missing, rows)} of the rows.`,
      mend: 'Ignore it, or add an indicator for missing values.',
    })
  }
  return [
    ...findings,
    ...idFindings(feature, distinct, rows - missing),
    ...cardinalityFindings(feature, distinct, rows),
    ...leakFindings(feature, input),
    ...unseenFindings(feature, input),
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
      mend: 'Give it the role id: it names rows, and says nothing about new ones.',
    },
  ]
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

function cardinalityFindings(feature: TableColumn, distinct: number, rows: number): Finding[] {
  if (feature.kind !== 'category' || distinct <= 50 || distinct <= rows / 20) return []
  return [
    {
      kind: 'highCardinality',
      severity: 'warning',
      column: feature.name,
      evidence: { distinct, rows },
      message: `${feature.name} has ${String(distinct)} categories for ${String(rows)} rows: one-hot, each becomes a column.`,
      mend: 'Join rare categories, encode it as ordinal, or ignore it.',
    },
  ]
}

/** From here on a single feature is suspected of giving the target away. */
const LEAK = 0.995

function leakFindings(feature: TableColumn, { table, task }: PreflightInput): Finding[] {
  const score = singleFeatureScore(feature, table.target, task)
  if (score === null || score.value < LEAK) return []
  return [
    {
      kind: 'leakage',
      severity: 'warning',
      column: feature.name,
      evidence: { measure: score.measure, value: score.value },
      message: `${feature.name} alone tells the target almost perfectly (${score.measure} ${score.value.toFixed(3)}).`,
      mend: 'Ask whether it is known before the target is; if it was derived from it, ignore it.',
    },
  ]
}

function unseenFindings(feature: TableColumn, { heldOut }: PreflightInput): Finding[] {
  if (feature.kind !== 'category' || !heldOut || heldOut.length < 2) return []
  const foldOf = foldsOf(heldOut, feature.codes.length)
  const only = new Int32Array(feature.levels.length).fill(-2)
  feature.codes.forEach((code, row) => {
    const fold = foldOf[row] ?? -1
    if (code >= 0) only[code] = only[code] === -2 || only[code] === fold ? fold : -1
  })
  const unseen = [...only].flatMap((fold, code) => (fold >= 0 ? [code] : []))
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
      message: `${String(unseen.length)} categories of ${feature.name} occur in one fold only (${names}): the network meets them untrained.`,
      mend: 'They are encoded as none of the known ones; join rare categories if there are many.',
    },
  ]
}

function duplicateFindings({ table, heldOut }: PreflightInput): Finding[] {
  const { first, rows } = duplicatesOf([...table.features, table.target], table.rows)
  if (rows.length === 0) return []
  const findings: Finding[] = [
    {
      kind: 'duplicateRows',
      severity: 'info',
      evidence: { rows: rows.length },
      rows: rows.slice(0, ROWS_SHOWN),
      message: `${String(rows.length)} rows have the same features and target as an earlier row.`,
      mend: 'Check whether they were recorded twice; if so, keep one of each.',
    },
  ]
  if (!heldOut || heldOut.length < 2) return findings
  const foldOf = foldsOf(heldOut, table.rows)
  const across = rows.filter((row) => foldOf[row] !== foldOf[first.get(row) ?? row])
  if (across.length > 0) {
    findings.push({
      kind: 'duplicatesAcrossFolds',
      severity: 'warning',
      evidence: { rows: across.length },
      rows: across.slice(0, ROWS_SHOWN),
      message: `${String(across.length)} rows are tested in one fold while an equal row is trained on: scores come out too good.`,
      mend: 'Remove duplicates, or give equal rows the same group and split by group.',
    })
  }
  return findings
}

function groupFindings({ table, folds = 0, isGrouped = false }: PreflightInput): Finding[] {
  if (!table.groups || !isGrouped) return []
  const groups = new Set(table.groups).size
  if (groups >= Math.max(folds, 2)) return []
  return [
    {
      kind: 'groupsTooFew',
      severity: 'error',
      evidence: { groups, folds },
      message: `There are ${String(groups)} groups for ${String(folds)} folds.`,
      mend: 'Take at most as many folds as there are groups.',
    },
  ]
}

function importFindings({ table, columns = [] }: PreflightInput): Finding[] {
  const used = new Set([...table.features.map(({ name }) => name), table.target.name])
  return columns.flatMap((column): Finding[] => {
    const { name, nonFinite, unreadable, bigIntegers } = column
    if (!used.has(name)) return column.type === 'text' ? [leftOutFinding(column)] : []
    const findings: Finding[] = []
    if (nonFinite > 0)
      findings.push({
        kind: 'nonFinite',
        severity: 'warning',
        column: name,
        evidence: { cells: nonFinite },
        message: `${String(nonFinite)} cells of ${name} are not finite and count as missing.`,
        mend: 'See the import ledger for their lines; mend them, or let them be imputed.',
      })
    if (unreadable > 0)
      findings.push({
        kind: 'unreadable',
        severity: 'warning',
        column: name,
        evidence: { cells: unreadable },
        message: `${String(unreadable)} cells of ${name} are no ${column.type} and count as missing.`,
        mend: 'See the import ledger for their lines; mend them, or name them as missing.',
      })
    if (bigIntegers > 0)
      findings.push({
        kind: 'bigIntegers',
        severity: 'warning',
        column: name,
        evidence: { cells: bigIntegers },
        message: `${String(bigIntegers)} whole numbers of ${name} lie beyond 2^53, where 64-bit floats skip numbers.`,
        mend: 'Such numbers are mostly keys: give the column the role id or group.',
      })
    return findings
  })
}

function leftOutFinding({ name, profile }: DatasetColumn): Finding {
  return {
    kind: 'leftOut',
    severity: 'info',
    column: name,
    evidence: { distinct: profile.distinct },
    message: `${name} is free text and takes no part.`,
    mend: 'Give it the role feature to use it as categories all the same.',
  }
}

function missingRows(column: TableColumn): number[] {
  const rows: number[] = []
  if (column.kind === 'number')
    column.values.forEach((value, row) => {
      if (Number.isNaN(value)) rows.push(row)
    })
  else
    column.codes.forEach((code, row) => {
      if (code < 0) rows.push(row)
    })
  return rows
}

function distinctOf(column: TableColumn): number {
  if (column.kind === 'number') return countDistinct(sortByValue(column.values).values)
  return levelCounts(column).filter((count) => count > 0).length
}

function levelCounts({ levels, codes }: CategoryColumn): number[] {
  const counts = new Array<number>(levels.length).fill(0)
  for (const code of codes) if (code >= 0) counts[code] = (counts[code] ?? 0) + 1
  return counts
}

function foldsOf(heldOut: readonly (readonly number[] | Int32Array)[], rows: number): Int32Array {
  const folds = new Int32Array(rows).fill(-1)
  heldOut.forEach((held, fold) => {
    for (const row of held) folds[row] = fold
  })
  return folds
}

function percent(part: number, whole: number): string {
  return `${((100 * part) / whole).toFixed(0)}%`
}
