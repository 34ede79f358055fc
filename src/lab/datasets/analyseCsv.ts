/**
 * Reads a CSV file once and for all: bytes to typed Parquet, with everything that was guessed, changed or lost on the way.
 *
 * `CsvScanner` alone decides about rows and lines; DuckDB types, stores and profiles what the scanner approved, and the two
 * must agree on the number of rows.
 */
import type { DuckDBConnection } from '@duckdb/node-api'
import { join } from 'node:path'
import { columnNames, namelessColumns } from '../../core/dataset/columnNames.ts'
import { decideType, isFreeText } from '../../core/dataset/columnType.ts'
import type { CellCounts, TypeDecision } from '../../core/dataset/columnType.ts'
import type { CsvScanner } from '../../core/dataset/csvScanner.ts'
import { datasetWarnings } from '../../core/dataset/datasetWarnings.ts'
import type { DatasetColumn, Inspection } from '../../core/dataset/inspection.ts'
import { BROAD_MISSING_TOKENS, NARROW_MISSING_TOKENS } from '../../core/dataset/missingTokens.ts'
import type { ColumnProfile } from '../../core/dataset/profile.ts'
import { HoldoutError } from '../../core/errors.ts'
import { buildLedger, rejectionText } from './buildLedger.ts'
import type { LostCells } from './buildLedger.ts'
import { nonFiniteSql, unreadableSql } from './columnPlan.ts'
import type { ColumnPlan, FieldPlan } from './columnPlan.ts'
import { countCells, countStyles } from './countCells.ts'
import type { CsvTable } from './csvTable.ts'
import type { DatasetChoices } from './datasetChoices.ts'
import { withDuckDb } from './duckDatabase.ts'
import { listCells } from './listCells.ts'
import { countDuplicateRows, profileColumns } from './profileColumns.ts'
import { notTextError } from './refuseForeign.ts'
import { scanFile } from './scanFile.ts'
import type { FileScan, ReadingPlan } from './scanFile.ts'
import { sniffFile } from './sniffFile.ts'
import type { Sniffed } from './sniffFile.ts'
import { assertUnchanged, sourceFile, throwIfStopped } from './sourceFile.ts'
import type { SourceFile } from './sourceFile.ts'
import { NotUtf8 } from './utf8Chunks.ts'
import { writeParquet } from './writeParquet.ts'

/** Where an import is and how far; `share` from 0 to 1 over the whole of it. */
export interface ImportProgress {
  readonly stage: 'reading' | 'typing' | 'storing' | 'profiling'
  readonly share: number
}

export interface AnalyseOptions {
  readonly path: string
  readonly choices: DatasetChoices
  /** An empty folder of our own: holds `data.parquet` afterwards. */
  readonly folder: string
  /** Read only so many bytes. */
  readonly limit?: number
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: ImportProgress) => void
}

export interface Analysis {
  readonly inspection: Inspection
  readonly parquet: string
  /** The first bytes of the file, unpacked. */
  readonly head: Uint8Array
}

interface Reading {
  readonly source: SourceFile
  readonly sniffed: Sniffed
  readonly plan: ReadingPlan
  readonly scan: FileScan
  readonly csv: CsvTable
}

/** Reads a file and leaves `data.parquet` in the folder. @throws HoldoutError of the families `file`, `csv`, `stopped` */
export async function analyseCsv(options: AnalyseOptions): Promise<Analysis> {
  const source = await sourceFile(options.path)
  const reading = await readSource(source, options)
  const { scanner } = reading.scan
  assertReadable(reading, options)
  const { fields, dropped } = planFields(scanner, options.choices)
  const parquet = join(options.folder, 'data.parquet')
  const typed = await typeInDuckDb(reading, fields, parquet, options)
  await assertUnchanged(source)
  const columns = typed.columns.map((column, index) =>
    toDatasetColumn(column, typed.profiles[index], scanner, typed.lost.get(column.field), typed.big.get(column.field)),
  )
  const { packing, encoding, guess } = reading.sniffed
  const ledger = buildLedger({
    packing,
    encoding,
    replacedCharacters: reading.scan.loss.replaced,
    hasSepLine: guess.hasSepLine,
    scanner,
    columns: typed.columns,
    dropped,
    lost: typed.lost,
  })
  const partial = toInspection(reading, columns, typed.duplicates, options)
  return { inspection: { ...partial, ledger, warnings: datasetWarnings(partial) }, parquet, head: reading.sniffed.head }
}

async function typeInDuckDb(
  reading: Reading,
  fields: readonly FieldPlan[],
  parquet: string,
  options: AnalyseOptions,
): Promise<Typed> {
  const { source, csv } = reading
  const spill = join(options.folder, 'spill')
  const isWide = csv.fields > WIDE_FIELDS
  const duck = {
    tempFolder: spill,
    isWide,
    files: [csv.path, parquet],
    ...(options.signal && { signal: options.signal }),
  }
  try {
    return await withDuckDb(duck, async (connection) => typeAndStore(connection, reading, fields, parquet, options))
  } catch (error) {
    // What DuckDB stumbled over may be a file that changed under it: then that is what to say.
    if (!(error instanceof HoldoutError && error.code.startsWith('stopped/'))) await assertUnchanged(source)
    throw error
  }
}

async function readSource(source: SourceFile, options: AnalyseOptions): Promise<Reading> {
  const sniffed = await sniffFile(source, options.choices)
  try {
    return await scanSource(source, sniffed, options)
  } catch (error) {
    if (!(error instanceof NotUtf8)) throw error
    const again = await sniffFile(source, options.choices, error.evidence)
    return scanSource(source, { ...again, guess: sniffed.guess }, options)
  }
}

/** The file itself is handed to DuckDB where it is plain; else a copy in plain form is written, at the first or a second pass. */
async function scanSource(source: SourceFile, sniffed: Sniffed, options: AnalyseOptions): Promise<Reading> {
  const { dialect, ...rest } = sniffed.guess
  const { packing, encoding } = sniffed
  const plan: ReadingPlan = {
    source,
    packing,
    encoding,
    dialect,
    hasSepLine: rest.hasSepLine,
    missingTokens: allTokens(options.choices),
  }
  const isCut = options.limit !== undefined && options.limit < source.bytes
  const mayBePlain =
    packing === 'none' &&
    encoding.name === 'utf-8' &&
    encoding.markBytes === 0 &&
    encoding.by !== 'choice' &&
    !isCut &&
    source.bytes > SMALL_BYTES
  const plainPath = join(options.folder, 'plain.csv')
  const scanOptions = {
    ...(options.limit !== undefined && { limit: options.limit }),
    ...(options.signal && { signal: options.signal }),
  }
  const onBytes = (read: number): void => options.onProgress?.({ stage: 'reading', share: (0.2 * read) / source.bytes })
  const first = await scanFile(plan, { ...scanOptions, onBytes, ...(!mayBePlain && { plainPath }) })
  if (mayBePlain && first.scanner.isPlain)
    return {
      source,
      sniffed,
      plan,
      scan: first,
      csv: toCsvTable(first.scanner, dialect, source.path, {
        skip: first.scanner.bodyStartLine,
        newline: first.scanner.newline,
      }),
    }
  const scan = mayBePlain ? await scanFile(plan, { ...scanOptions, plainPath }) : first
  return { source, sniffed, plan, scan, csv: toCsvTable(scan.scanner, dialect, plainPath, { skip: 0, newline: '\n' }) }
}

/** More fields than this take more memory per row group than is usual. */
const WIDE_FIELDS = 300
/** Below this a copy costs nothing, and one way of reading is simpler than two. */
const SMALL_BYTES = 8 << 20

function toCsvTable(
  scanner: CsvScanner,
  { delimiter, quote }: { delimiter: string; quote: string },
  path: string,
  form: Pick<CsvTable, 'skip' | 'newline'>,
): CsvTable {
  const { fields, longestRow, rows } = scanner
  return { path, delimiter, quote, fields, longestRow, rows, ...form }
}

function allTokens(choices: DatasetChoices): string[] {
  const own = Object.values(choices.columns ?? {}).flatMap(({ missing }) => missing ?? [])
  return [...new Set(['', ...(choices.missing ?? BROAD_MISSING_TOKENS), ...own])]
}

function assertReadable({ source, scan: { scanner } }: Reading, { choices }: AnalyseOptions): void {
  if (scanner.hasNul) throw notTextError(source.name)
  const [first] = scanner.rejected
  const isFatal = first !== undefined && (choices.rejected !== 'leaveOut' || first.kind === 'openQuote')
  if (isFatal) {
    throw new HoldoutError(REJECTION_CODES[first.kind], `${source.name}, ${rejectionText(first)}`, {
      line: first.line,
      path: source.path,
      hint: REJECTION_HINTS[first.kind],
    })
  }
  if (scanner.rows > 0) return
  throw new HoldoutError(
    'csv/no-rows',
    `${source.name}: the file has no rows${scanner.header ? ', only a header' : ''}.`,
    { path: source.path, hint: 'Export it again with its rows.' },
  )
}

const REJECTION_CODES = {
  fields: 'csv/ragged-row',
  quote: 'csv/text-after-quote',
  openQuote: 'csv/open-quote',
} as const
const REJECTION_HINTS = {
  fields: 'Mend the line, or leave such rows out (rejected: leaveOut); they are then listed.',
  quote: 'Double the quotes inside the field, or leave such rows out (rejected: leaveOut).',
  openQuote: 'Close the quote on this line, or name another quote character.',
} as const

function planFields(scanner: CsvScanner, choices: DatasetChoices): { fields: FieldPlan[]; dropped: FieldPlan[] } {
  const names = headerNames(scanner)
  const planned = names.map((name, field) => ({
    field,
    name,
    isPadded: scanner.padded(field) !== undefined,
    ...fieldTokens(scanner, field, name.name, choices),
  }))
  const isEmpty = ({ field, name }: FieldPlan): boolean =>
    name.reason === 'empty' && scanner.missing(field, '')?.count === scanner.rows
  const dropped = planned.filter(isEmpty)
  const fields = planned.filter((field) => !dropped.includes(field))
  return fields.length === 0 ? { fields: planned, dropped: [] } : { fields, dropped }
}

function headerNames(scanner: CsvScanner): ReturnType<typeof columnNames> {
  return scanner.header ? columnNames(scanner.header) : namelessColumns(scanner.fields)
}

/** Tokens that are meant and do occur: what is not there need not be asked for. */
function fieldTokens(
  scanner: CsvScanner,
  field: number,
  name: string,
  choices: DatasetChoices,
): { wordTokens: string[]; valueTokens: string[] } {
  const own = ownChoice(choices, name)?.missing ?? choices.missing
  const occurring = (tokens: readonly string[]): string[] =>
    [...new Set(['', ...tokens])].filter((token) => scanner.missing(field, token))
  return { wordTokens: occurring(own ?? NARROW_MISSING_TOKENS), valueTokens: occurring(own ?? BROAD_MISSING_TOKENS) }
}

function ownChoice(
  { columns }: DatasetChoices,
  name: string,
): NonNullable<DatasetChoices['columns']>[string] | undefined {
  return columns && Object.hasOwn(columns, name) ? columns[name] : undefined
}

interface Typed {
  readonly columns: readonly ColumnPlan[]
  readonly profiles: readonly ColumnProfile[]
  readonly lost: ReadonlyMap<number, LostCells>
  readonly big: ReadonlyMap<number, number>
  readonly duplicates: number
}

async function typeAndStore(
  connection: DuckDBConnection,
  reading: Reading,
  fields: readonly FieldPlan[],
  parquet: string,
  options: AnalyseOptions,
): Promise<Typed> {
  const { csv, scan, source } = reading
  const report = (stage: ImportProgress['stage'], share: number): void => {
    throwIfStopped(options.signal)
    options.onProgress?.({ stage, share })
  }
  report('typing', 0.2)
  const counts = await countAll(connection, csv, fields, scan.scanner, options.choices)
  if (counts[0]?.rows !== scan.scanner.rows) throw disagreement(source, scan.scanner.rows, counts[0]?.rows)
  const planned = fields.map((field, index) => planColumn(field, counts[index], reading, options.choices))
  const lost = await findLost(connection, csv, scan.scanner, planned, counts)
  report('storing', 0.5)
  await writeParquet(connection, csv, planned, parquet)
  report('profiling', 0.7)
  const profiles = await profileColumns(connection, parquet, planned, scan.scanner.rows, (done) => {
    report('profiling', 0.7 + (0.28 * done) / planned.length)
  })
  const columns = planned.map((column, index) => asTextWhereFree(column, profiles[index], options.choices))
  const duplicates = await countDuplicateRows(connection, parquet, planned)
  return {
    columns,
    profiles,
    lost,
    duplicates,
    big: new Map(fields.map(({ field }, index) => [field, counts[index]?.bigInteger ?? 0])),
  }
}

async function countAll(
  connection: DuckDBConnection,
  csv: CsvTable,
  fields: readonly FieldPlan[],
  scanner: CsvScanner,
  choices: DatasetChoices,
): Promise<(CellCounts | undefined)[]> {
  const counts: (CellCounts | undefined)[] = await countCells(connection, csv, fields)
  const doubtful = fields.flatMap((plan, index) => {
    const known = counts[index]
    return known && isDoubtful(plan, known, scanner, choices) ? [{ plan, counts: known, index }] : []
  })
  const styled = await countStyles(connection, csv, doubtful)
  doubtful.forEach(({ index }, position) => {
    counts[index] = styled[position] ?? counts[index]
  })
  return counts
}

/** Whether numbers or dates may be hidden behind separators: such cells are either rare among numbers or seen in the preview. */
function isDoubtful(
  { field, name }: FieldPlan,
  counts: CellCounts,
  scanner: CsvScanner,
  choices: DatasetChoices,
): boolean {
  const type = ownChoice(choices, name.name)?.type
  if (type === 'category' || type === 'text') return false
  if (choices.decimal === ',' || choices.thousands !== undefined) return true
  if (counts.other === 0) return false
  return (
    counts.number > 0 ||
    scanner.preview.some((row) => /^\s*[+-]?\d[\d.,' /\u00a0\u202f-]*([eE][+-]?\d+)?\s*$/.test(row[field] ?? ''))
  )
}

function planColumn(
  field: FieldPlan,
  counts: CellCounts | undefined,
  reading: Reading,
  choices: DatasetChoices,
): ColumnPlan {
  const plan: ColumnPlan = { ...field, ...decide(field, counts, reading, choices) }
  const isPlainNumbers =
    plan.type === 'number' && counts !== undefined && counts.nonFinite === 0 && !mayLose(plan, counts)
  return isPlainNumbers && !plan.style ? { ...plan, isPlainNumbers } : plan
}

function decide(
  field: FieldPlan,
  counts: CellCounts | undefined,
  { plan }: Reading,
  choices: DatasetChoices,
): TypeDecision {
  if (!counts) return { type: 'text' }
  const prefersDecimalComma = choices.decimal === undefined ? plan.dialect.delimiter === ';' : choices.decimal === ','
  const guessed = decideType(styleChosen(counts, choices), { prefersDecimalComma })
  const type = ownChoice(choices, field.name.name)?.type
  if (type === undefined || type === guessed.type) return guessed
  const { style, dateFormat } = guessed
  return {
    type,
    reason: 'as was asked for',
    ...(type === 'number' && style && { style }),
    ...(type === 'date' && dateFormat !== undefined && { dateFormat }),
  }
}

/** With a decimal comma asked for, `1.234` is no plain number. */
function styleChosen(counts: CellCounts, choices: DatasetChoices): CellCounts {
  if (choices.decimal !== ',' || counts.styles.every((count) => count === 0)) return counts
  return { ...counts, number: 0, other: counts.other + counts.number }
}

async function findLost(
  connection: DuckDBConnection,
  csv: CsvTable,
  scanner: CsvScanner,
  columns: readonly ColumnPlan[],
  counts: readonly (CellCounts | undefined)[],
): Promise<Map<number, LostCells>> {
  const lost = new Map<number, LostCells>()
  for (const [index, column] of columns.entries()) {
    const count = counts[index]
    if (!count || column.type === 'category' || column.type === 'text' || !mayLose(column, count)) continue
    const cells = async (condition: string): Promise<LostCells['nonFinite']> => {
      const found = await listCells(connection, csv, scanner.lines, column.field, condition)
      return { count: found.length, cells: found }
    }
    const none = { count: 0, cells: [] }
    lost.set(column.field, {
      unreadable: await cells(unreadableSql(column)),
      nonFinite: column.type === 'number' ? await cells(nonFiniteSql(column)) : none,
    })
  }
  return lost
}

function mayLose({ type, style, dateFormat }: ColumnPlan, counts: CellCounts): boolean {
  const present = counts.rows - counts.missing
  if (type === 'number' && !style) return counts.number + counts.leadingZero + counts.bigInteger !== present
  if (type === 'date' && dateFormat === undefined) return counts.date !== present
  return !(type === 'boolean' && counts.boolean === present)
}

function asTextWhereFree(column: ColumnPlan, profile: ColumnProfile | undefined, choices: DatasetChoices): ColumnPlan {
  const isChosen = ownChoice(choices, column.name.name)?.type !== undefined
  if (isChosen || column.type !== 'category' || profile?.kind !== 'values' || !isFreeText(profile)) return column
  return { ...column, type: 'text' }
}

function toDatasetColumn(
  column: ColumnPlan,
  profile: ColumnProfile | undefined,
  scanner: CsvScanner,
  lost: LostCells | undefined,
  bigIntegers = 0,
): DatasetColumn {
  const known = profile ?? { kind: 'values', count: 0, distinct: 0, top: [], meanLength: 0, maxLength: 0 }
  const { type, style, dateFormat, reason, field } = column
  return {
    name: column.name.name,
    field,
    type,
    missing: scanner.rows - known.count,
    bigIntegers,
    nonFinite: lost?.nonFinite.count ?? 0,
    unreadable: lost?.unreadable.count ?? 0,
    profile: known,
    ...(reason !== undefined && { reason }),
    ...(style && { style }),
    ...(dateFormat !== undefined && { dateFormat }),
  }
}

function toInspection(
  { source, sniffed, plan, scan }: Reading,
  columns: readonly DatasetColumn[],
  duplicateRows: number,
  options: AnalyseOptions,
): Omit<Inspection, 'ledger' | 'warnings'> {
  const { packing, encoding, guess } = sniffed
  const { scanner } = scan
  const isSample = options.limit !== undefined && options.limit < source.bytes
  const { name, by, confidence, runnerUp } = encoding
  const { delimiter, quote, escape, hasHeader } = plan.dialect
  return {
    name: source.name,
    bytes: source.bytes,
    packing,
    rows: scanner.rows,
    columns,
    duplicateRows,
    ...(isSample ? { sample: { bytes: options.limit ?? 0, rows: scanner.rows } } : { sha256: scan.sha256 }),
    encoding: { name, by, confidence, ...(runnerUp && { runnerUp }) },
    dialect: {
      delimiter,
      quote,
      escape,
      header: hasHeader,
      score: guess.score,
      decimal: columns.some(({ style }) => style?.decimal === ',') ? ',' : '.',
      ...(guess.runnerUp && { runnerUp: guess.runnerUp }),
    },
    preview: scanner.preview.map((row) => columns.map(({ field }) => row[field] ?? '')),
    rejected: scanner.rejected.map((row) => ({
      code: REJECTION_CODES[row.kind],
      message: rejectionText(row),
      line: row.line,
    })),
  }
}

function disagreement(source: SourceFile, expected: number, received: number | undefined): HoldoutError {
  return new HoldoutError(
    'bug/rows-disagree',
    `${source.name}: two readers disagree on its rows, expected ${String(expected)}, received ${String(received)}.`,
    {
      hint: 'This is a fault in Holdout. Please report it with the first lines of the file.',
    },
  )
}
