import { BROAD_MISSING_TOKENS } from '../../../core/csv/missingTokens.ts'
import type { CsvScanner } from '../../../core/csv/csvScanner.ts'
import { join } from 'node:path'
import type { CsvTable } from '../read/csvTable.ts'
import type { DatasetChoices } from '../store/datasetChoices.ts'
import type { AnalyseOptions } from '../read/analyseOptions.ts'
import { scanFile } from '../read/scanFile.ts'
import type { FileScan, ReadingPlan } from '../read/scanFile.ts'
import { sniffFile } from './sniffFile.ts'
import type { Sniffed } from './sniffFile.ts'
import type { SourceFile } from './sourceFile.ts'
import { NotUtf8 } from './utf8Chunks.ts'

/** A file that was read once: what it is, how it was read, what the scanner counted, and a form of it that DuckDB can read. */
export interface Reading {
  readonly source: SourceFile
  readonly sniffed: Sniffed
  readonly plan: ReadingPlan
  readonly scan: FileScan
  readonly csv: CsvTable
}

/** Reads a file from end to end. What turns out not to be UTF-8 halfway is read again as what it is. */
export async function readSource(source: SourceFile, options: AnalyseOptions): Promise<Reading> {
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
    ...(rest.hashFields !== undefined && { hashFields: rest.hashFields }),
    ...(rest.unnamed && { unnamed: rest.unnamed }),
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
        bodyStart: first.scanner.bodyStart,
        newline: first.scanner.newline,
      }),
    }
  const scan = mayBePlain ? await scanFile(plan, { ...scanOptions, plainPath }) : first
  return {
    source,
    sniffed,
    plan,
    scan,
    csv: toCsvTable(scan.scanner, dialect, plainPath, { skip: 0, bodyStart: 0, newline: '\n' }),
  }
}

/** Below this a copy costs nothing, and one way of reading is simpler than two. */
const SMALL_BYTES = 8 << 20

function toCsvTable(
  scanner: CsvScanner,
  { delimiter, quote }: { delimiter: string; quote: string },
  path: string,
  form: Pick<CsvTable, 'skip' | 'bodyStart' | 'newline'>,
): CsvTable {
  const { fields, longestRow, rows } = scanner
  return { path, delimiter, quote, fields, longestRow, rows, ...form }
}

function allTokens(choices: DatasetChoices): string[] {
  const own = Object.values(choices.columns ?? {}).flatMap(({ missing }) => missing ?? [])
  return [...new Set(['', ...(choices.missing ?? BROAD_MISSING_TOKENS), ...own])]
}
