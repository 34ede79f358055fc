/** The thread on which a sheet of a workbook is written as CSV. */
import { writeFileSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import readWorkbook from 'read-excel-file/node'
import { HoldoutError, toErrorData } from '../../../core/errors.ts'
import type { ErrorData } from '../../../core/errors.ts'
import type { CellRange } from './cellRange.ts'

export interface WorkbookJob {
  readonly path: string
  readonly out: string
  /** The first one with a table unless given. */
  readonly sheet?: string
  readonly range?: CellRange
}

export type WorkbookAnswer =
  | { readonly sheets: readonly string[]; readonly sheet: string; readonly rows: number }
  | { readonly error: ErrorData }

type Cell = string | number | boolean | Date | null

parentPort?.postMessage(await answer(workerData as WorkbookJob))

async function answer(job: WorkbookJob): Promise<WorkbookAnswer> {
  try {
    return await writeSheet(job)
  } catch (error) {
    return { error: toErrorData(error instanceof HoldoutError ? error : damaged(error)) }
  }
}

async function writeSheet({ path, out, sheet, range }: WorkbookJob): Promise<WorkbookAnswer> {
  // Numbers stay as they are written in the file: no digit is lost on the way.
  const all = await readWorkbook(path, { trim: false, parseNumber: (text) => text })
  const sheets = all.map((one) => one.sheet)
  const chosen = sheet === undefined ? (all.find(hasTable) ?? all.at(0)) : all.find((one) => one.sheet === sheet)
  if (!chosen) throw noSuchSheet(sheet, sheets)
  const rows = inRange(chosen.data as readonly (readonly Cell[])[], range)
  const width = Math.max(0, ...rows.map(filledWidth))
  const lines = rows.map((row) => Array.from({ length: width }, (_, at) => quoted(row.at(at) ?? null)).join(','))
  writeFileSync(out, width === 0 ? '' : `${lines.join('\n')}\n`)
  return { sheets, sheet: chosen.sheet, rows: width === 0 ? 0 : rows.length }
}

/** A title page is no table. */
function hasTable({ data }: { readonly data: readonly (readonly unknown[])[] }): boolean {
  return data.filter((row) => row.some((cell) => cell !== null)).length > 1
}

function inRange(rows: readonly (readonly Cell[])[], range: CellRange | undefined): readonly (readonly Cell[])[] {
  const cut = range
    ? rows.slice(range.top, range.bottom + 1).map((row) => row.slice(range.left, range.right + 1))
    : rows
  // Rows without any cell stand above, between and below tables.
  return cut.filter((row) => row.some((cell) => cell !== null))
}

function filledWidth(row: readonly Cell[]): number {
  return row.findLastIndex((cell) => cell !== null) + 1
}

function quoted(cell: Cell): string {
  const text = cell instanceof Date ? dateText(cell) : String(cell ?? '')
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** Without the time where there is none. */
function dateText(date: Date): string {
  return date
    .toISOString()
    .replace(/T00:00:00\.000Z$/, '')
    .replace('T', ' ')
    .replace(/(\.000)?Z$/, '')
}

function noSuchSheet(sheet: string | undefined, sheets: readonly string[]): HoldoutError {
  return new HoldoutError('file/no-such-sheet', `the workbook has no sheet ${JSON.stringify(sheet ?? '')}.`, {
    hint: `Choose one of its sheets: ${sheets.map((name) => JSON.stringify(name)).join(', ')}.`,
  })
}

function damaged(cause: unknown): HoldoutError {
  return new HoldoutError('file/workbook-damaged', 'the workbook is damaged or is no workbook.', {
    hint: 'Open it in a spreadsheet program and save it again, or save its sheet as CSV (UTF-8).',
    cause,
  })
}
