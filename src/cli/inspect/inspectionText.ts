import type { Association } from '../../core/dataset/association.ts'
import type { DatasetColumn, Inspection } from '../../core/dataset/inspection.ts'
import type { LedgerEntry } from '../../core/dataset/ledger.ts'
import { plainText } from '../plainText.ts'
import { textTable } from '../textTable.ts'

const LONGEST_NAME = 32
const LONGEST_PROFILE = 70
/** Columns that are listed; of wide tables the first ones. */
const MOST_COLUMNS = 200
const RIGHT: ReadonlySet<number> = new Set([0, 3, 4])

/** What an import would make of a file, for people. */
export function inspectionText(found: Inspection): string {
  return [facts(found), columnTable(found), ledgerText(found.ledger), warningText(found), rejectedText(found)]
    .filter((part) => part !== '')
    .join('\n')
}

function facts(found: Inspection): string {
  const { name, bytes, rows, columns, encoding, dialect, packing, sample, sha256, duplicateRows } = found
  const runnerUp = dialect.runnerUp ? ` (next best: ${shown(dialect.runnerUp.delimiter)})` : ''
  const rowWords = sample
    ? `${String(sample.rows)} in the sample of the first ${String(sample.bytes)} bytes`
    : String(rows)
  const lines: readonly (readonly [string, string])[] = [
    ['File', `${plainText(name)}, ${String(bytes)} bytes${packing === 'gzip' ? ', gzip' : ''}`],
    ['SHA-256', sha256 ?? 'not computed for a sample'],
    ['Encoding', `${encoding.name}${encoding.runnerUp ? ` (next best: ${encoding.runnerUp.name})` : ''}`],
    ['Delimiter', shown(dialect.delimiter) + runnerUp],
    ['Quote', shown(dialect.quote)],
    ['Decimal', shown(dialect.decimal)],
    ['Header', dialect.header ? 'yes' : 'no: columns are named V1, V2, …'],
    ['Rows', rowWords + (duplicateRows > 0 ? `, ${String(duplicateRows)} of them repeated` : '')],
    ['Columns', String(columns.length)],
  ]
  return lines.map(([label, value]) => `${label.padEnd(9)}  ${value}\n`).join('')
}

function columnTable({ columns, associations }: Inspection): string {
  const own = new Map(associations?.columns.map((one) => [one.column, one]))
  const rows = columns
    .slice(0, MOST_COLUMNS)
    .map((column, index) => [
      String(index + 1),
      cut(plainText(column.name), LONGEST_NAME),
      column.type,
      String(column.missing),
      String(column.profile.distinct),
      ...(associations ? [associationWords(own.get(column.name))] : []),
      cut(plainText(profileWords(column)), LONGEST_PROFILE),
    ])
  const more = columns.length > MOST_COLUMNS ? `… and ${String(columns.length - MOST_COLUMNS)} more\n` : ''
  const withTarget = associations ? [`With ${cut(plainText(associations.target), LONGEST_NAME)}`] : []
  return textTable(['#', 'Column', 'Type', 'Missing', 'Distinct', ...withTarget, 'Values'], rows, RIGHT) + more
}

const MEASURES = { pearson: 'r', eta: 'eta', cramersV: 'V' } as const

function associationWords(association: Association | undefined): string {
  if (!association) return ''
  const { measure, value } = association
  return value === null ? '' : `${MEASURES[measure]} ${value.toFixed(2)}`
}

function profileWords({ profile }: DatasetColumn): string {
  switch (profile.kind) {
    case 'number':
      return profile.min === null
        ? 'none'
        : `${short(profile.min)} to ${short(profile.max)}, median ${short(profile.median)}, mean ${short(profile.mean)}`
    case 'date':
      return profile.min === null ? 'none' : `${profile.min} to ${profile.max ?? ''}`
    case 'values':
      return profile.top.map(({ value, count }) => `${value} (${String(count)})`).join(', ')
  }
}

function ledgerText(ledger: readonly LedgerEntry[]): string {
  if (ledger.length === 0) return ''
  const lines = ledger.map(({ column, message, samples }) => {
    const where = samples.length === 0 ? '' : ` (line ${samples.map(({ line }) => String(line)).join(', ')})`
    return `  ${column === undefined ? '' : `${plainText(column)}: `}${plainText(message)}${where}\n`
  })
  return `Ledger\n${lines.join('')}`
}

function warningText({ warnings }: Inspection): string {
  if (warnings.length === 0) return ''
  return `Warnings\n${warnings.map(({ message }) => `  ${plainText(message)}\n`).join('')}`
}

function rejectedText({ rejected }: Inspection): string {
  if (rejected.length === 0) return ''
  return `Rows left out\n${rejected.map(({ message, line }) => `  line ${String(line ?? '?')}: ${plainText(message)}\n`).join('')}`
}

function shown(character: string): string {
  const names: Readonly<Record<string, string>> = { '\t': 'tab', ' ': 'space', '': 'none' }
  return Object.hasOwn(names, character) ? names[character] : plainText(character)
}

function short(value: number | null): string {
  return value === null ? '?' : String(Number(value.toPrecision(4)))
}

function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text
}
