import { dirname, join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { HoldoutError } from '../../../core/errors.ts'
import type { ErrorData } from '../../../core/errors.ts'
import type { Conversion, Converted } from './conversion.ts'
import { cellRange } from './cellRange.ts'
import type { ZipEntry } from './zipEntries.ts'
import type { WorkbookAnswer, WorkbookJob } from './workbookThread.ts'
import { programFile } from '../../programFile.ts'

/** Of one sheet, unpacked: more takes more memory than reading is worth, and a CSV of it none. */
const MOST_SHEET_BYTES = 160 << 20

/**
 * One sheet of a workbook, or a range of it, read on a thread of its own.
 * @throws HoldoutError `file/workbook-too-large`, `file/workbook-damaged`, `file/no-such-sheet`, `file/bad-range`
 */
export async function workbookToCsv(
  { source, out, options: { choices, signal } }: Conversion,
  entries: readonly ZipEntry[],
): Promise<Omit<Converted, 'form'>> {
  const { name, path } = source
  const largest = Math.max(0, ...entries.filter(isSheet).map(({ bytes }) => bytes))
  if (largest > MOST_SHEET_BYTES) throw tooLarge(name, path, largest)
  const range = choices.range === undefined ? undefined : cellRange(choices.range)
  const answer = await onThread(
    { path, out, ...(choices.sheet !== undefined && { sheet: choices.sheet }), ...(range && { range }) },
    signal,
  )
  if ('error' in answer) throw HoldoutError.fromData(named(answer.error, name, path))
  const { sheet, sheets, rows } = answer
  const where = choices.range === undefined ? '' : `, cells ${choices.range}`
  const message = `The file is a workbook: its sheet ${JSON.stringify(sheet)}${where} was read, ${String(sheets.length)} ${sheets.length === 1 ? 'sheet' : 'sheets'} in all. Formulas count as the values that were saved with them.`
  if (rows < 2) throw noTable(name, path, { sheet, others: sheets.filter((one) => one !== sheet) })
  return {
    isCut: false,
    sheets,
    sheet,
    entry: { kind: 'converted', count: 1, message, samples: [], severity: 'info' },
  }
}

function isSheet({ name }: ZipEntry): boolean {
  return name.startsWith('xl/worksheets/') || name === 'xl/sharedStrings.xml'
}

async function onThread(job: WorkbookJob, signal: AbortSignal | undefined): Promise<WorkbookAnswer> {
  const thread = new Worker(programFile(import.meta.url, './workbookThread'), { workerData: job })
  const stopped = Promise.withResolvers<never>()
  const stop = (): void => stopped.reject(new HoldoutError('stopped/import', 'Stopped as asked for; nothing was kept.'))
  signal?.addEventListener('abort', stop)
  if (signal?.aborted === true) stop()
  try {
    const answered = new Promise<WorkbookAnswer>((resolve, reject) => {
      thread.once('message', resolve)
      thread.once('error', reject)
      thread.once('exit', () => reject(new Error('the thread for workbooks ended')))
    })
    return await Promise.race([answered, stopped.promise])
  } finally {
    signal?.removeEventListener('abort', stop)
    await thread.terminate()
  }
}

function named(error: ErrorData, name: string, path: string): ErrorData {
  return { ...error, message: `${name}: ${error.message}`, path: join(dirname(path), name) }
}

function noTable(
  name: string,
  path: string,
  { sheet, others }: { readonly sheet: string; readonly others: readonly string[] },
): HoldoutError {
  const shown = others.map((one) => JSON.stringify(one)).join(', ')
  return new HoldoutError(
    'file/no-table',
    `${name}: the sheet ${JSON.stringify(sheet)} has no table there: expected a header and rows.`,
    {
      path,
      hint: others.length > 0 ? `Choose another sheet: ${shown}.` : 'Choose the cells that hold the table.',
    },
  )
}

function tooLarge(name: string, path: string, bytes: number): HoldoutError {
  const size = (count: number): string => `${(count / 2 ** 20).toFixed(0)} MiB`
  return new HoldoutError(
    'file/workbook-too-large',
    `${name}: a sheet of it has ${size(bytes)} unpacked; expected at most ${size(MOST_SHEET_BYTES)}.`,
    { path, hint: 'Save the sheet as CSV (UTF-8): a CSV may be of any size.' },
  )
}
