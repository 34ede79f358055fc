/**
 * Tables that are no CSV are written as one first, so that everything after it (types, ledger, choices, lines) is the same for all.
 */
import type { Converted, Conversion } from './conversion.ts'
import { createHash } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { AnalyseOptions } from '../read/analyseOptions.ts'
import type { DatasetChoices } from '../store/datasetChoices.ts'
import { assertUnchanged, readChunks, sourceFile } from '../source/sourceFile.ts'
import type { SourceFile } from '../source/sourceFile.ts'
import { fileForm } from './fileForm.ts'
import type { FileForm } from './fileForm.ts'
import { jsonToCsv, parquetToCsv } from './duckToCsv.ts'
import { workbookToCsv } from './workbookToCsv.ts'

/** A table as CSV: the file itself, or what was made of it. */
export interface CsvSource {
  readonly source: SourceFile
  readonly choices: DatasetChoices
  readonly limit?: number
  /** Present where the file is no CSV. */
  readonly converted?: Converted
}

/**
 * The table of a file as CSV; a folder in `options.folder` holds it where it has to be written.
 * @throws HoldoutError of the families `file`, `csv` and `stopped`
 */
export async function asCsv(options: AnalyseOptions): Promise<CsvSource> {
  const source = await sourceFile(options.path)
  const { choices, limit } = options
  const form = await fileForm(source)
  if (form.kind === 'csv') return { source, choices, ...(limit !== undefined && { limit }) }
  const folder = join(options.folder, 'converted')
  await mkdir(folder)
  const out = join(folder, 'table.csv')
  const isSampled = limit !== undefined
  const made = await convert(form, { source, out, isSampled, options })
  await assertUnchanged(source)
  const csv = await sourceFile(out)
  const sha256 = isSampled && made.isCut ? undefined : await sha256Of(source, options.signal)
  return {
    source: { ...csv, name: source.name },
    choices: typedChoices(choices, form.kind),
    converted: { ...made, form: form.kind, ...(sha256 !== undefined && { sha256 }) },
  }
}

function convert(form: Exclude<FileForm, { kind: 'csv' }>, conversion: Conversion): Promise<Omit<Converted, 'form'>> {
  switch (form.kind) {
    case 'parquet':
      return parquetToCsv(conversion)
    case 'json':
      return jsonToCsv(conversion, form.packing)
    case 'workbook':
      return workbookToCsv(conversion, form.entries)
  }
}

/** Their numbers have a point and their dates are ISO dates, whatever was said or learned of a CSV. */
function typedChoices(choices: DatasetChoices, form: Converted['form']): DatasetChoices {
  const { header, missing, rejected, columns = {}, decimal } = choices
  const own = Object.entries(columns).map(([name, settings]) => {
    const { decimal: _decimal, thousands: _thousands, format: _format, ...rest } = settings
    return [name, rest] as const
  })
  return {
    delimiter: ',',
    quote: '"',
    decimal: decimal ?? '.',
    ...(form === 'workbook' ? header !== undefined && { header } : { header: true }),
    ...(missing && { missing }),
    ...(rejected && { rejected }),
    columns: Object.fromEntries(own),
  }
}

async function sha256Of(source: SourceFile, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of readChunks(source, signal)) hash.update(chunk)
  return hash.digest('hex')
}
