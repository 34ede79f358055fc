import type { ColumnProfile } from '../../../core/dataset/profile.ts'
import type { CsvScanner } from '../../../core/csv/csvScanner.ts'
import type { DatasetColumn, Inspection } from '../../../core/dataset/inspection.ts'
import { REJECTION_CODES } from '../source/assertReadable.ts'
import { rejectionText } from '../types/buildLedger.ts'
import type { LostCells } from '../types/buildLedger.ts'
import { tokensOf } from '../types/columnPlan.ts'
import type { ColumnPlan } from '../types/columnPlan.ts'
import type { Reading } from '../source/readSource.ts'

/** A column as it is shown and kept. */
export function toDatasetColumn(
  column: ColumnPlan,
  profile: ColumnProfile | undefined,
  scanner: CsvScanner,
  lost: LostCells | undefined,
  bigIntegers = 0,
): DatasetColumn {
  const known = profile ?? { kind: 'values', count: 0, distinct: 0, top: [], meanLength: 0, maxLength: 0 }
  const tokens = tokensOf(column).filter((token) => token !== '')
  const { type, style, dateFormat, reason, doubt, field } = column
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
    ...(doubt && { doubt }),
    ...(column.labels && { labels: column.labels }),
    ...(tokens.length > 0 && { missingTokens: tokens }),
  }
}

/** What is known of a file, but for its ledger and warnings; `limit` is set where only so many bytes were read. */
export function toInspection(
  { source, sniffed, plan, scan }: Reading,
  columns: readonly DatasetColumn[],
  duplicateRows: number,
  limit?: number,
): Omit<Inspection, 'ledger' | 'warnings'> {
  const { packing, encoding, guess } = sniffed
  const { scanner } = scan
  const isSample = limit !== undefined && limit < source.bytes
  const { name, by, confidence, runnerUp } = encoding
  const { delimiter, quote, escape, hasHeader } = plan.dialect
  return {
    name: source.name,
    bytes: source.bytes,
    packing,
    rows: scanner.rows,
    columns,
    duplicateRows,
    ...(isSample ? { sample: { bytes: limit, rows: scanner.rows } } : { sha256: scan.sha256 }),
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
