import type { DuckDBConnection } from '@duckdb/node-api'
import type { ColumnProfile, DateProfile, Histogram, NumberProfile, ValueProfile } from '../../core/dataset/profile.ts'
import type { ColumnPlan } from './columnPlan.ts'
import { pathLiteral, queryRow, queryRows } from './duckDatabase.ts'
import { inBatches } from './inBatches.ts'

/** Values held at once: an exact quantile keeps its whole column. */
const VALUES_AT_ONCE = 3_000_000
const BINS = 40
const TOP = 20
/** A statement with more measures than this takes longer to plan than to run. */
const COLUMNS_AT_ONCE = 100

/** Profiles of all columns of a Parquet file. */
export async function profileColumns(
  connection: DuckDBConnection,
  parquet: string,
  columns: readonly ColumnPlan[],
  rows: number,
  onColumn?: (done: number) => void,
): Promise<ColumnProfile[]> {
  const source = `read_parquet(${pathLiteral(parquet)}, hive_partitioning = false)`
  const profiles = new Map<number, ColumnProfile>()
  for (const kind of ['number', 'date', 'values'] as const) {
    const own = columns.filter((column) => kindOf(column) === kind)
    for (const batch of inBatches(
      own,
      Math.max(1, Math.min(COLUMNS_AT_ONCE, Math.floor(VALUES_AT_ONCE / Math.max(rows, 1)))),
    )) {
      const found = await PROFILERS[kind](connection, source, batch)
      found.forEach((profile, index) => profiles.set(batch[index]?.field ?? -1, profile))
      onColumn?.(profiles.size)
    }
  }
  return columns.map(
    ({ field }) =>
      profiles.get(field) ?? { kind: 'values', count: 0, distinct: 0, top: [], meanLength: 0, maxLength: 0 },
  )
}

/** Rows that equal an earlier one in every column. */
export async function countDuplicateRows(
  connection: DuckDBConnection,
  parquet: string,
  columns: readonly ColumnPlan[],
): Promise<number> {
  const cells = columns.map(({ field }) => `c${String(field)}`).join(', ')
  const [count] = await queryRow(
    connection,
    `SELECT count(*) - count(DISTINCT hash(${cells})) FROM read_parquet(${pathLiteral(parquet)}, hive_partitioning = false)`,
  )
  return Number(count)
}

const EMPTY_NUMBERS: NumberProfile = {
  kind: 'number',
  count: 0,
  distinct: 0,
  min: null,
  q1: null,
  median: null,
  q3: null,
  max: null,
  mean: null,
  std: null,
  skew: null,
  isInteger: false,
  histogram: null,
}

type Profiler = (connection: DuckDBConnection, source: string, batch: readonly ColumnPlan[]) => Promise<ColumnProfile[]>

const PROFILERS: Readonly<Record<ColumnProfile['kind'], Profiler>> = {
  number: profileNumbers,
  date: profileDates,
  values: profileValues,
}

function kindOf({ type }: ColumnPlan): ColumnProfile['kind'] {
  if (type === 'number' || type === 'date') return type
  return 'values'
}

const NUMBER_MEASURES = (c: string): string[] => [
  `count(${c})`,
  `min(${c})`,
  `max(${c})`,
  `avg(${c})`,
  `stddev_samp(${c})`,
  `skewness(${c})`,
  // One list, or each quantile would keep a copy of the column.
  `quantile_cont(${c}, [0.25, 0.5, 0.75])`,
  `coalesce(bool_and(${c} = trunc(${c})), false)`,
]

async function profileNumbers(
  connection: DuckDBConnection,
  source: string,
  batch: readonly ColumnPlan[],
): Promise<NumberProfile[]> {
  const measures = batch.flatMap(({ field }) => NUMBER_MEASURES(`c${String(field)}`))
  // DuckDB refuses moments that overflow; a column such as 1e308 then has no spread, but keeps the rest.
  const row = await queryRow(connection, `SELECT ${measures.join(', ')} FROM ${source}`).catch(async () =>
    queryRow(connection, `SELECT ${measures.map(withoutMoments).join(', ')} FROM ${source}`),
  )
  const width = NUMBER_MEASURES('').length
  const distinct = await queryRow(
    connection,
    `SELECT ${batch.map(({ field }) => `count(DISTINCT c${String(field)})`).join(', ')} FROM ${source}`,
  )
  const profiles = batch.map((_, index) =>
    toNumberProfile(row.slice(index * width, (index + 1) * width), Number(distinct[index])),
  )
  const histograms = await histogramsOf(connection, source, batch, profiles)
  return profiles.map((profile, index) => ({ ...profile, histogram: histograms[index] ?? null }))
}

function withoutMoments(measure: string): string {
  return /^(avg|stddev_samp|skewness|quantile_cont)/.test(measure) ? 'NULL' : measure
}

function toNumberProfile(row: readonly unknown[], distinct: number): NumberProfile {
  const [count, min, max, mean, std, skew, quantiles, isInteger] = row
  const [q1, median, q3] = Array.isArray(quantiles) ? (quantiles as unknown[]) : []
  return {
    kind: 'number',
    count: Number(count),
    distinct,
    min: finite(min),
    q1: finite(q1),
    median: finite(median),
    q3: finite(q3),
    max: finite(max),
    mean: finite(mean),
    std: finite(std),
    skew: finite(skew),
    isInteger: isInteger === true,
    histogram: null,
  }
}

function finite(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}

async function histogramsOf(
  connection: DuckDBConnection,
  source: string,
  batch: readonly ColumnPlan[],
  profiles: readonly NumberProfile[],
): Promise<(Histogram | null)[]> {
  const bins = profiles.map((profile) => binsOf(profile))
  const drawn = batch.flatMap((column, index) => binSql(`c${String(column.field)}`, profiles[index], bins[index] ?? 0))
  if (drawn.length === 0) return profiles.map(() => null)
  const maps = drawn.map((bin, index) => `histogram(${bin}) AS h${String(index)}`)
  const lists = drawn.flatMap((_, index) => [`map_keys(h${String(index)})`, `map_values(h${String(index)})`])
  const row = await queryRow(connection, `SELECT ${lists.join(', ')} FROM (SELECT ${maps.join(', ')} FROM ${source})`)
  let at = 0
  return profiles.map(({ min, max }, index) => {
    const width = bins[index] ?? 0
    if (width === 0 || min === null || max === null) return null
    return { min, max, counts: filledBins(row[at++], row[at++], width) }
  })
}

function filledBins(keys: unknown, values: unknown, width: number): number[] {
  const counts = new Array<number>(width).fill(0)
  const found = values as readonly (number | bigint)[]
  ;(keys as readonly (number | bigint)[]).forEach((bin, index) => {
    counts[Number(bin)] = Number(found[index] ?? 0)
  })
  return counts
}

/** As many bars as there are values, for few values; else 40. */
function binsOf({ min, max, distinct }: NumberProfile): number {
  if (min === null || max === null || distinct === 0 || !Number.isFinite(max - min)) return 0
  return min === max ? 1 : Math.min(BINS, Math.max(2, distinct))
}

/** SQL for the number of the bar that a value falls into; nothing where no bars are drawn. */
function binSql(column: string, { min, max }: NumberProfile = EMPTY_NUMBERS, bins = 0): string[] {
  if (bins === 0 || min === null || max === null) return []
  const width = (max - min) / bins
  const bin =
    width === 0
      ? '0'
      : `greatest(0, least(${String(bins - 1)}, floor((${column} - (${sqlNumber(min)})) / ${sqlNumber(width)})))::INTEGER`
  return [`CASE WHEN ${column} IS NOT NULL THEN ${bin} END`]
}

function sqlNumber(value: number): string {
  return `${value.toExponential()}::DOUBLE`
}

async function profileDates(
  connection: DuckDBConnection,
  source: string,
  batch: readonly ColumnPlan[],
): Promise<DateProfile[]> {
  const measures = batch.flatMap(({ field }) => {
    const c = `c${String(field)}`
    return [`count(${c})`, `count(DISTINCT ${c})`, `min(${c})::VARCHAR`, `max(${c})::VARCHAR`]
  })
  const row = await queryRow(connection, `SELECT ${measures.join(', ')} FROM ${source}`)
  return batch.map((_, index) => {
    const [count, distinct, min, max] = row.slice(index * 4, index * 4 + 4)
    return { kind: 'date', count: Number(count), distinct: Number(distinct), min: text(min), max: text(max) }
  })
}

async function profileValues(
  connection: DuckDBConnection,
  source: string,
  batch: readonly ColumnPlan[],
): Promise<ValueProfile[]> {
  const measures = batch.flatMap(({ field }) => {
    const c = `c${String(field)}::VARCHAR`
    return [`count(${c})`, `count(DISTINCT ${c})`, `coalesce(avg(length(${c})), 0)`, `coalesce(max(length(${c})), 0)`]
  })
  const row = (await queryRow(connection, `SELECT ${measures.join(', ')} FROM ${source}`)).map(Number)
  const profiles: ValueProfile[] = []
  for (const [index, { field }] of batch.entries()) {
    const [count = 0, distinct = 0, meanLength = 0, maxLength = 0] = row.slice(index * 4, index * 4 + 4)
    profiles.push({
      kind: 'values',
      count,
      distinct,
      meanLength,
      maxLength,
      top: await topValues(connection, source, field),
    })
  }
  return profiles
}

async function topValues(
  connection: DuckDBConnection,
  source: string,
  field: number,
): Promise<{ value: string; count: number }[]> {
  const column = `c${String(field)}::VARCHAR`
  const rows = await queryRows(
    connection,
    `SELECT left(v, 200), n FROM (SELECT ${column} AS v, count(*) AS n FROM ${source} WHERE v IS NOT NULL GROUP BY v) ORDER BY n DESC, v LIMIT ${String(TOP)}`,
  )
  return rows.map(([value, count]) => ({ value: String(value), count: Number(count) }))
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}
