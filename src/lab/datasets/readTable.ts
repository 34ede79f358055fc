import { DuckDBInstance } from '@duckdb/node-api'
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Table, TableColumn, Task } from '../../core/dataset/table.ts'
import { HoldoutError } from '../../core/errors.ts'
import type { DatasetSettings } from '../../core/experiment/experiment.ts'

/** A table read straight from a CSV file, with what a run records about its dataset. */
export interface ReadTable {
  readonly table: Table
  /** SHA-256 of the file's bytes, hex. */
  readonly sha256: string
  readonly warnings: readonly string[]
}

export interface ReadTableOptions {
  readonly task?: Task
  readonly signal?: AbortSignal
}

/**
 * The table an experiment trains on, read straight from a CSV file; nothing is stored.
 * @throws HoldoutError of the families `file`, `csv` and `dataset`.
 */
export async function readTable(file: string, settings: DatasetSettings, options: ReadTableOptions = {}): Promise<ReadTable> {
  const bytes = await readFile(file)
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  try {
    const header = settings.header === undefined ? '' : `, header = ${String(settings.header)}`
    const reader = await connection.runAndReadAll(`SELECT * FROM read_csv($1, all_varchar = true${header})`, [file])
    const cells = reader.getColumnsJS() as (string | null)[][]
    const isNamed = settings.header ?? !reader.columnNames().every((name) => /^column\d+$/.test(name))
    const names = reader.columnNames().map((name, index) => (isNamed ? name : `V${String(index + 1)}`))
    const columns = names.map((name, index) => toColumn(name, cells[index] ?? [], name === settings.target && options.task !== 'regression'))
    const target = columns.find((column) => column.name === settings.target)
    if (!target) {
      throw new HoldoutError('dataset/no-such-column', `There is no column ${settings.target} to be the target.`, { hint: `The columns are ${names.join(', ')}.` })
    }
    const ignored = new Set(Object.entries(settings.columns ?? {}).filter(([, { role }]) => role !== undefined && role !== 'feature').map(([name]) => name))
    const features = columns.filter((column) => column !== target && !ignored.has(column.name))
    const rows = reader.currentRowCount
    return { table: { rows, features, target }, sha256: createHash('sha256').update(bytes).digest('hex'), warnings: [] }
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

function toColumn(name: string, cells: readonly (string | null)[], preferCategory: boolean): TableColumn {
  const numbers = Float64Array.from(cells, (cell) => (cell === null || cell.trim() === '' ? NaN : Number(cell)))
  const isNumber = cells.every((cell, row) => cell === null || !Number.isNaN(numbers[row]))
  const levels = [...new Set(cells.filter((cell) => cell !== null))].sort((a, b) => (a < b ? -1 : 1))
  if (isNumber && !(preferCategory && levels.length <= 20)) return { kind: 'number', name, values: numbers }
  const codeOf = new Map(levels.map((level, code) => [level, code]))
  return { kind: 'category', name, levels, codes: Int32Array.from(cells, (cell) => (cell === null ? -1 : (codeOf.get(cell) ?? -1))) }
}
