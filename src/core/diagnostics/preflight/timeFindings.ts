import type { DatasetColumn } from '../../dataset/inspection.ts'
import type { TableColumn } from '../../dataset/table.ts'
import { strategyNamed } from '../../split/strategies.ts'
import type { FlatValidation } from '../../split/validationSpec.ts'
import type { Finding, PreflightInput } from '../finding.ts'
import type { CheckedProtocol } from './checkedProtocol.ts'
import { columnNamed } from './columnNamed.ts'

const NAMES_OF_TIME =
  /^(?:t|ts|time|timestamp|date|datetime|epoch|year|period|step|tick)s?$|(?:^|[^a-z])(?:time|timestamp|date|datetime)$/i

/** Whether a column may say when its row was recorded: a date, or numbers that run without gaps or are named so. */
export function mayBeTime({ name, type, profile }: DatasetColumn): boolean {
  if (type === 'date') return profile.distinct > 1
  if (profile.kind !== 'number' || !profile.isInteger || profile.distinct < 2) return false
  const { distinct, count, min, max } = profile
  const isGapless = distinct === count && min !== null && max !== null && max - min + 1 === count && count >= 20
  return isGapless || NAMES_OF_TIME.test(name)
}

/** A time series whose rows are not in order of time, or of which nothing says that they are; rows in that order, whose folds mix it. */
export function timeFindings(input: PreflightInput, { outermost }: CheckedProtocol): Finding[] {
  if (!outermost) return []
  if (!strategyNamed(outermost.strategy).forward) return timeIgnored(input)
  if (!assumesOrder(outermost)) return []
  const { columns = [], table } = input
  const series = outermost.series === undefined ? undefined : table.series
  const candidates = columns
    .filter((column) => column.name !== table.target.name && mayBeTime(column))
    .sort((a, b) => Number(b.type === 'date') - Number(a.type === 'date'))
    .flatMap(({ name }) => {
      const column = columnNamed(name, input)
      return column?.kind === 'number' ? [{ name, steps: countSteps(column.values, series) }] : []
    })
  if (candidates.length === 0) return [unknownOrder(table.rows)]
  if (candidates.some(({ steps }) => steps.back === 0)) return []
  const [{ name, steps }] = candidates
  return [notInOrder(name, steps, series ? undefined : seriesColumn(name, input), table.rows)]
}

/** Whether a strategy trains on earlier rows, and the experiment does not say by what they are ordered. */
export function assumesOrder({ strategy, time, rowsInOrder }: FlatValidation): boolean {
  return strategyNamed(strategy).forward && time === undefined && rowsInOrder !== true
}

interface Steps {
  /** Rows whose time lies before that of the row above; of one series, where several are distinguished. */
  readonly back: number
  readonly forward: number
}

function countSteps(values: Float64Array, series: Int32Array | undefined): Steps {
  const last = new Map<number, number>()
  let [back, forward] = [0, 0]
  values.forEach((value, row) => {
    if (Number.isNaN(value)) return
    const code = series?.[row] ?? 0
    const before = last.get(code)
    if (before !== undefined && value < before) back++
    if (before !== undefined && value > before) forward++
    last.set(code, value)
  })
  return { back, forward }
}

/** A category by which the time runs forward in each of several stretches. */
function seriesColumn(time: string, input: PreflightInput): string | undefined {
  const column = columnNamed(time, input)
  const { table, clues = [] } = input
  if (column?.kind !== 'number') return undefined
  const tells = (one: TableColumn): boolean =>
    one.kind === 'category' && one.levels.length > 1 && countSteps(column.values, one.codes).back === 0
  return [...clues, ...table.features].find((one) => one.name !== time && tells(one))?.name
}

/** Steps from one date to the next from which on rows are in their order by no chance. */
const LEAST_STEPS = 19

function timeIgnored(input: PreflightInput): Finding[] {
  const { columns = [], table } = input
  const dates = columns.filter(({ name, type }) => type === 'date' && name !== table.target.name)
  const ordered = dates.find(({ name }) => {
    const column = columnNamed(name, input)
    if (column?.kind !== 'number') return false
    const { back, forward } = countSteps(column.values, undefined)
    return Math.min(back, forward) === 0 && back + forward >= LEAST_STEPS
  })
  if (!ordered) return []
  return [
    {
      kind: 'timeIgnored',
      severity: 'warning',
      column: ordered.name,
      evidence: { rows: table.rows },
      message: `The rows are in order of ${ordered.name}, but models are trained on rows that are later than held-out ones: the score is too optimistic for a forecast.`,
      fix: `Use the strategy time-series with \`time: ${ordered.name}\` to measure forecasts.`,
    },
  ]
}

function notInOrder(column: string, { back, forward }: Steps, series: string | undefined, rows: number): Finding {
  const how =
    series !== undefined
      ? `several series follow each other, distinguished by ${series}`
      : forward === 0
        ? 'the newest rows come first'
        : 'the rows are in no order of time'
  return {
    kind: 'notInTimeOrder',
    severity: 'error',
    blocks: true,
    column,
    evidence: { back, rows, ...(series !== undefined && { series }) },
    message: `time-series trains on the rows before each held-out stretch, but ${column} steps back ${String(back)} times in ${String(rows)} rows: ${how}.`,
    fix: `Write \`time: ${column}\` under \`validation\` to sort by it${series === undefined ? '' : `, with \`series: ${series}\` to split each series by itself`}, or \`rowsInOrder: true\` if the rows are in order of time.`,
  }
}

function unknownOrder(rows: number): Finding {
  return {
    kind: 'timeOrderUnknown',
    severity: 'warning',
    evidence: { rows },
    message: 'No column says when the rows were recorded: time-series takes them to be in order of time.',
    fix: 'Name the column in `time` under `validation`, or confirm the order with `rowsInOrder: true`.',
  }
}
