import type { DuckDBConnection } from '@duckdb/node-api'
import type { ColumnProfile, DateProfile, NumberProfile, ValueProfile } from '../../../core/dataset/profile.ts'
import { lookAlikes } from '../../../core/dataset/lookAlikes.ts'
import type { ColumnPlan } from '../types/columnPlan.ts'
import { parquetSql, queryRow } from '../read/duckDatabase.ts'
import { inBatches } from '../read/inBatches.ts'
import type { StoredColumns } from '../store/storedColumns.ts'
import { byFile, columnsAtOnce } from './byFile.ts'
import type { ColumnsOfFile } from './byFile.ts'
import { countWords, TOP } from './countWords.ts'
import { ColumnWorker } from './columnWorker.ts'
import { streamNumbers } from '../read/streamNumbers.ts'
import { dayText } from '../types/dayText.ts'

/** Each column of words takes a table of its different values in memory. */
const WORDS_AT_ONCE = 20
/** Profiles of all columns of a dataset. */
export async function profileColumns(
  connection: DuckDBConnection,
  stored: StoredColumns,
  columns: readonly ColumnPlan[],
  rows: number,
  onColumn?: (done: number) => void,
): Promise<ColumnProfile[]> {
  const worker = new ColumnWorker()
  try {
    return await profileByKind({ connection, stored, rows, worker }, columns, onColumn)
  } finally {
    await worker.close()
  }
}

async function profileByKind(
  from: Profiling,
  columns: readonly ColumnPlan[],
  onColumn?: (done: number) => void,
): Promise<ColumnProfile[]> {
  const profiles = new Map<number, ColumnProfile>()
  // One batch is read while the one before is worked on.
  let working: Promise<unknown> = Promise.resolve()
  for (const kind of ['number', 'date', 'values'] as const) {
    const own = byFile(
      from.stored,
      columns.filter((column) => kindOf(column) === kind),
    )
    for (const { path, batch } of own.flatMap((group) => batchesOf(group, from.rows))) {
      const found = await PROFILERS[kind]({ ...from, ...(path !== undefined && { source: parquetSql(path) }) }, batch)
      await working
      working = Promise.all(found).then((all) => {
        all.forEach((profile, index) => profiles.set(batch[index].field, profile))
        onColumn?.(profiles.size)
      })
      working.catch(() => undefined)
    }
  }
  await working
  return columns.map(
    ({ field }) =>
      profiles.get(field) ?? { kind: 'values', count: 0, distinct: 0, top: [], meanLength: 0, maxLength: 0 },
  )
}

function batchesOf(
  { path, columns }: ColumnsOfFile<ColumnPlan>,
  rows: number,
): { readonly path?: string; readonly batch: readonly ColumnPlan[] }[] {
  const atOnce = columns.some((column) => kindOf(column) === 'values') ? WORDS_AT_ONCE : Infinity
  return [...inBatches(columns, Math.min(atOnce, columnsAtOnce(rows)))].map((batch) => ({
    ...(path !== undefined && { path }),
    batch,
  }))
}

/** What profiling reads from, and the thread that long columns are sorted on. */
interface Profiling {
  readonly connection: DuckDBConnection
  readonly stored: StoredColumns
  /** SQL of the Parquet file; absent for columns in the file of numbers. */
  readonly source?: string
  readonly rows: number
  readonly worker: ColumnWorker
}

/** Resolves once the columns are read; their profiles may come later. */
type Profiler = (from: Profiling, batch: readonly ColumnPlan[]) => Promise<readonly Promise<ColumnProfile>[]>

const PROFILERS: Readonly<Record<ColumnProfile['kind'], Profiler>> = {
  number: profileNumberColumns,
  date: profileDates,
  values: profileValues,
}

function kindOf({ type }: ColumnPlan): ColumnProfile['kind'] {
  if (type === 'number' || type === 'date') return type
  return 'values'
}

async function profileNumberColumns(
  { connection, stored, source, rows, worker }: Profiling,
  batch: readonly ColumnPlan[],
): Promise<Promise<NumberProfile>[]> {
  const fields = batch.map(({ field }) => field)
  const columns =
    source === undefined
      ? await stored.numbers(fields)
      : await streamNumbers(
          connection,
          source,
          fields.map((field) => `c${String(field)}`),
          rows,
        )
  return columns.map(async (values) => worker.profile(values))
}

async function profileDates(
  { connection, source = '' }: Profiling,
  batch: readonly ColumnPlan[],
): Promise<Promise<DateProfile>[]> {
  const measures = batch.flatMap(({ field }) => {
    const c = `c${String(field)}`
    return [`count(${c})`, `count(DISTINCT ${c})`, dayText(`min(${c})`), dayText(`max(${c})`)]
  })
  const row = await queryRow(connection, `SELECT ${measures.join(', ')} FROM ${source}`)
  return batch.map((_, index) => {
    const [count, distinct, min, max] = row.slice(index * 4, index * 4 + 4)
    const profile = {
      kind: 'date',
      count: Number(count),
      distinct: Number(distinct),
      min: text(min),
      max: text(max),
    } as const
    return Promise.resolve(profile)
  })
}

async function profileValues(
  { connection, source = '', rows }: Profiling,
  batch: readonly ColumnPlan[],
): Promise<Promise<ValueProfile>[]> {
  const fields = batch.map(({ field }) => field)
  const counted = await countWords(connection, source, fields, rows)
  return counted.map(async ({ values, ...counts }) => {
    const groups = lookAlikes(values).slice(0, TOP)
    const top = values.slice(0, TOP)
    return Promise.resolve({ kind: 'values', ...counts, top, ...(groups.length > 0 && { lookAlikes: groups }) })
  })
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}
