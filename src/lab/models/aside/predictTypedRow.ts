import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { HoldoutError } from '../../../core/errors.ts'
import type { FittedColumn } from '../../../core/preprocessing/fittedPreprocessing.ts'
import { makeTemporaryFolder } from '../../files/temporaryFolder.ts'
import type { OpenModel } from '../openModel.ts'
import { predictCsv } from '../predictCsv.ts'
import { predictedRange } from '../predictedRange.ts'
import type { PredictedRow } from '../predictedRow.ts'
import type { PredictionAnswers, PredictionRequests } from './predictionJob.ts'
import { shownRow } from './shownRow.ts'

/**
 * Predicts one row typed by hand as a file of one row is predicted: empty cells are missing, numbers may have a point or a comma.
 * @throws HoldoutError as `predictCsv` and `predictedRange`
 */
export async function predictTypedRow(
  model: OpenModel,
  { cells, level, passes }: PredictionRequests['row'],
  signal: AbortSignal,
): Promise<PredictionAnswers['row']> {
  const { saved } = model
  const range = level === undefined ? undefined : predictedRange(saved, level)
  const columns = saved.preprocessing.columns.map((column) => [column.name, cellOf(column, cells)] as const)
  const folder = await makeTemporaryFolder('row')
  try {
    const file = join(folder, 'row.csv')
    await writeFile(file, `${line(columns.map(([name]) => name))}${line(columns.map(([, cell]) => cell))}`)
    const rows: PredictedRow[] = []
    const sink = { add: (block: readonly PredictedRow[]) => void rows.push(...block) }
    const choices = { header: true, delimiter: ',', quote: '"', encoding: 'utf-8', decimal: '.' } as const
    await predictCsv(model, file, { choices, signal, ...(passes && { passes }) }, sink)
    const [row] = rows
    return shownRow(saved, row, 1, range)
  } catch (error) {
    throw aboutTheRow(error)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function cellOf({ name, kind }: FittedColumn, cells: Readonly<Record<string, string>>): string {
  const cell = Object.hasOwn(cells, name) ? cells[name].trim() : ''
  return kind === 'number' && /^[+-]?\d*,\d+$/.test(cell) ? cell.replace(',', '.') : cell
}

function line(cells: readonly string[]): string {
  return `${cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')}\n`
}

/** A row typed by hand has no line. */
function aboutTheRow(error: unknown): unknown {
  if (!(error instanceof HoldoutError)) return error
  const { line: _line, path: _path, ...data } = error.toData()
  const message = data.message
    .replace('none of the 1 rows can be predicted; line 2: ', '')
    .replaceAll(/ \(line \d+\)/g, '')
  return HoldoutError.fromData({ ...data, message })
}
