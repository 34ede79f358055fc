import { shownLabel } from '../../../core/dataset/lookAlikes.ts'
import { dateWords } from '../../../core/dataset/dateStyle.ts'
import type { CsvScanner, RejectedRow } from '../../../core/csv/csvScanner.ts'
import type { CellSample } from '../../../core/csv/cellSample.ts'
import type { LedgerEntry } from '../../../core/dataset/ledger.ts'
import type { ColumnPlan, FieldPlan } from './columnPlan.ts'
import { tokensOf } from './columnPlan.ts'
import type { Encoding } from '../source/detectEncoding.ts'
import type { Packing } from '../source/refuseForeign.ts'

const FEW = 5

/** How many cells, and the first of them with their places. */
export interface PlacedCells {
  readonly count: number
  readonly cells: readonly CellSample[]
}

/** Cells of a column that were lost. */
export interface LostCells {
  readonly nonFinite: PlacedCells
  readonly unreadable: PlacedCells
}

/** Everything that is known of an import when its ledger is written. */
export interface LedgerSources {
  readonly packing: Packing
  readonly encoding: Encoding
  readonly replacedCharacters: number
  readonly hasSepLine: boolean
  readonly scanner: CsvScanner
  readonly columns: readonly ColumnPlan[]
  readonly dropped: readonly FieldPlan[]
  /** By field. */
  readonly lost: ReadonlyMap<number, LostCells>
  /** Numbers with other characters than ASCII's or their sign elsewhere, by field. */
  readonly odd: ReadonlyMap<number, PlacedCells>
  /** Cells that equal a number that means missing, written in another way; by field. */
  readonly missingNumbers: ReadonlyMap<number, PlacedCells>
}

/** The import ledger: what was done to the file as a whole, then column by column. */
export function buildLedger(sources: LedgerSources): LedgerEntry[] {
  return [
    ...packingEntries(sources),
    ...encodingEntries(sources),
    ...lineEntries(sources),
    ...headerEntries(sources),
    ...rejectedEntries(sources.scanner),
    ...sources.dropped.map((field) => droppedEntry(field, sources.scanner.headerLine)),
    ...sources.columns.flatMap((column) => columnEntries(column, sources)),
  ]
}

function packingEntries({ packing }: LedgerSources): LedgerEntry[] {
  if (packing === 'none') return []
  return [
    {
      kind: 'decompressed',
      count: 1,
      message: 'The file was packed with gzip and was unpacked.',
      samples: [],
      severity: 'info',
    },
  ]
}

function encodingEntries({ encoding, replacedCharacters }: LedgerSources): LedgerEntry[] {
  const entries: LedgerEntry[] = []
  if (encoding.name !== 'utf-8') {
    const how =
      encoding.by === 'guess'
        ? `The file is not UTF-8: it was read as ${encoding.name}, which is a guess.`
        : `The file was read as ${encoding.name}.`
    entries.push({
      kind: 'transcoded',
      count: 1,
      message: how,
      samples: [],
      severity: encoding.by === 'guess' ? 'warning' : 'info',
    })
  }
  if (replacedCharacters > 0) {
    const message = `${String(replacedCharacters)} characters are not valid ${encoding.name} and became �.`
    entries.push({ kind: 'transcoded', count: replacedCharacters, message, samples: [], severity: 'warning' })
  }
  return entries
}

function lineEntries({ scanner, hasSepLine }: LedgerSources): LedgerEntry[] {
  const { commentLines, headerLines, blankLines } = scanner
  const entries: LedgerEntry[] = []
  const add = (count: number, message: string, samples: readonly CellSample[]): void => {
    if (count > 0) entries.push({ kind: 'skippedLine', count, message, samples, severity: 'info' })
  }
  add(hasSepLine ? 1 : 0, 'The first line names the delimiter (sep=) and was skipped.', [{ line: 1 }])
  add(commentLines.count, `${lines(commentLines.count)} beginning with # skipped as comments.`, commentLines.samples)
  add(headerLines.count, `${lines(headerLines.count)} repeating the header skipped.`, headerLines.samples)
  add(blankLines.count, `${lines(blankLines.count)} without any character skipped.`, blankLines.samples)
  return entries
}

function lines(count: number): string {
  return howMany(count, 'line', 'lines')
}

function howMany(count: number, one: string, many: string): string {
  return `${String(count)} ${count === 1 ? one : many}`
}

function counts(count: number): string {
  return count === 1 ? 'counts' : 'count'
}

function headerEntries({ scanner, columns }: LedgerSources): LedgerEntry[] {
  if (scanner.header) return scanner.unnamed === 'first' ? [rowNamesEntry(scanner.headerLine)] : []
  const message = `The file has no header; its ${String(columns.length)} columns are called V1 to V${String(scanner.fields)}.`
  return [{ kind: 'renamed', count: columns.length, message, samples: [], severity: 'info' }]
}

function rowNamesEntry(line: number): LedgerEntry {
  const message =
    'The header has one name fewer than the rows have fields: the first column has no name, as R writes names of rows.'
  return { kind: 'renamed', count: 1, message, samples: [{ line }], severity: 'info' }
}

function rejectedEntries(scanner: CsvScanner): LedgerEntry[] {
  if (scanner.rejectedCount === 0) return []
  const samples = scanner.rejected.slice(0, FEW).map(({ line, text }) => ({ line, cell: text }))
  const message = `${howMany(scanner.rejectedCount, 'row', 'rows')} that could not be read left out, as asked for: ${rejectionText(scanner.rejected[0])}`
  const all = scanner.rejected.map(({ line }) => line)
  return [{ kind: 'leftOutRow', count: scanner.rejectedCount, message, samples, lines: all, severity: 'warning' }]
}

/** Why a row does not fit, as a sentence. */
export function rejectionText(row: RejectedRow | undefined): string {
  if (!row) return ''
  if (row.kind === 'openQuote') return `line ${String(row.line)}: a quoted field is never closed.`
  if (row.kind === 'quote') return `line ${String(row.line)}: a quoted field has text after its closing quote.`
  return `line ${String(row.line)}: a row has ${howMany(row.fields, 'field', 'fields')} where ${String(row.expected)} ${row.expected === 1 ? 'is' : 'are'} expected.`
}

function droppedEntry({ field }: FieldPlan, headerLine: number): LedgerEntry {
  const message = `Field ${String(field + 1)} has no name and no value in any row, and was dropped.`
  return { kind: 'dropped', count: 1, message, samples: headerLine > 0 ? [{ line: headerLine }] : [], severity: 'info' }
}

function columnEntries(column: ColumnPlan, sources: LedgerSources): LedgerEntry[] {
  const missing = [
    ...missingEntries(column, sources.scanner),
    ...missingNumberEntries(column, sources.missingNumbers.get(column.field)),
    ...lostEntries(column, sources.lost.get(column.field)),
  ]
  const values = missing.reduce((left, { count }) => left - count, sources.scanner.rows)
  return [
    ...renamedEntries(column, sources.scanner.headerLine),
    ...trimmedEntries(column, sources.scanner),
    ...missing,
    ...labelEntries(column, values),
    ...oddEntries(column, sources.odd.get(column.field)),
    ...typeEntries(column, values),
  ]
}

function renamedEntries({ name }: ColumnPlan, headerLine: number): LedgerEntry[] {
  if (name.original === undefined) return []
  const why = {
    empty: 'It had no name',
    duplicate: 'Its name was taken by an earlier column',
    padded: 'Its name had blanks around it',
    chosen: `It was renamed from ${JSON.stringify(name.original)}, as asked for`,
  }[name.reason ?? 'padded']
  const message = `${why}; it is called ${name.name}.`
  return [
    {
      kind: 'renamed',
      column: name.name,
      count: 1,
      message,
      samples: [{ line: headerLine, cell: name.original }],
      severity: 'info',
    },
  ]
}

function trimmedEntries({ name, field }: ColumnPlan, scanner: CsvScanner): LedgerEntry[] {
  const tally = scanner.padded(field)
  if (!tally) return []
  return [
    {
      kind: 'trimmed',
      column: name.name,
      count: tally.count,
      message: `Blanks around ${howMany(tally.count, 'cell', 'cells')} were trimmed.`,
      samples: tally.samples,
      severity: 'info',
    },
  ]
}

function missingEntries(column: ColumnPlan, scanner: CsvScanner): LedgerEntry[] {
  return tokensOf(column).flatMap((token) => {
    const tally = scanner.missing(column.field, token)
    if (!tally) return []
    const [one, many] = token === '' ? ['empty cell', 'empty cells'] : ['cell', 'cells']
    const what = token === '' ? '' : ` ${JSON.stringify(token)}`
    const message = `${howMany(tally.count, one, many)}${what} ${counts(tally.count)} as missing.`
    return [
      {
        kind: 'missing' as const,
        column: column.name.name,
        count: tally.count,
        message,
        samples: tally.samples,
        severity: 'info' as const,
      },
    ]
  })
}

function missingNumberEntries({ name, missingNumbers }: ColumnPlan, found: PlacedCells | undefined): LedgerEntry[] {
  if (!found) return []
  const { count, cells } = found
  return [
    {
      kind: 'missing',
      column: name.name,
      count,
      message: `${howMany(count, 'cell', 'cells')} equal to ${missingNumbers.join(' or ')} and written otherwise ${counts(count)} as missing.`,
      samples: cells.slice(0, FEW),
      severity: 'info',
    },
  ]
}

function lostEntries({ name, type }: ColumnPlan, lost: LostCells | undefined): LedgerEntry[] {
  const entries: LedgerEntry[] = []
  const add = (kind: 'nonFinite' | 'unreadable', { count, cells }: PlacedCells, message: string): void => {
    if (count === 0) return
    entries.push({
      kind,
      column: name.name,
      count,
      message,
      samples: cells.slice(0, FEW),
      lines: cells.map(({ line }) => line),
      severity: 'warning',
    })
  }
  if (!lost) return entries
  add(
    'nonFinite',
    lost.nonFinite,
    `${howMany(lost.nonFinite.count, 'cell is', 'cells are')} infinite or no number and ${counts(lost.nonFinite.count)} as missing.`,
  )
  add(
    'unreadable',
    lost.unreadable,
    `${howMany(lost.unreadable.count, 'cell is', 'cells are')} no ${type} and ${counts(lost.unreadable.count)} as missing.`,
  )
  return entries
}

function labelEntries({ name, labels = {} }: ColumnPlan, values: number): LedgerEntry[] {
  const changed = Object.entries(labels).filter(([from, to]) => from !== to)
  if (changed.length === 0) return []
  const shown = changed.slice(0, FEW).map(([from, to]) => `${shownLabel(from)} is ${shownLabel(to)}`)
  const more = changed.length > FEW ? `, and ${String(changed.length - FEW)} more` : ''
  const message = `Labels were given other names, as was asked for: ${shown.join(', ')}${more}.`
  return [{ kind: 'relabelled', column: name.name, count: values, message, samples: [], severity: 'info' }]
}

function oddEntries({ name }: ColumnPlan, odd: PlacedCells | undefined): LedgerEntry[] {
  if (!odd) return []
  return [
    {
      kind: 'oddNumber',
      column: name.name,
      count: odd.count,
      message: `${howMany(odd.count, 'number has', 'numbers have')} a sign, digits or blanks of another form and ${odd.count === 1 ? 'was' : 'were'} read.`,
      samples: odd.cells.slice(0, FEW),
      severity: 'info',
    },
  ]
}

/** @param values cells of the column that have a value */
function typeEntries({ name, type, style, dateFormat, reason }: ColumnPlan, values: number): LedgerEntry[] {
  const common = { column: name.name, count: values, samples: [], severity: 'info' } as const
  const entries: LedgerEntry[] = []
  if (style?.thousands)
    entries.push({
      ...common,
      kind: 'thousands',
      message: `Numbers with ${JSON.stringify(style.thousands)} between thousands were read.`,
    })
  if (style?.decimal === ',')
    entries.push({ ...common, kind: 'decimalComma', message: 'Numbers with a decimal comma were read.' })
  if (dateFormat !== undefined)
    entries.push({ ...common, kind: 'retyped', message: `Dates written as ${dateWords(dateFormat)} were read.` })
  if (reason !== undefined) entries.push({ ...common, kind: 'retyped', message: `It was read as ${type}: ${reason}.` })
  return entries
}
