import type { ColumnDependence, FitImportance } from '../../core/diagnostics/explanation.ts'
import type { Table, TableColumn } from '../../core/dataset/table.ts'
import { present } from '../../core/present.ts'
import { transformRows } from '../../core/preprocessing/transformRows.ts'
import { predictionsOf } from '../group/scoreFit.ts'
import { columnSpans, type ColumnSpan } from './columnSpans.ts'
import type { ExplainedFold, Judgement } from './explainedFold.ts'
import type { RowPredictor } from './rowPredictor.ts'

/** Columns of a fold whose dependence is computed: the foremost of the run are among those of nearly every fold. */
const MOST_COLUMNS = 20
/** Held-out rows that are averaged over, evenly spaced. */
const MOST_ROWS = 200

export interface DependenceWork {
  readonly judgement: Judgement
  readonly predictor: RowPredictor
  readonly table: Table
  /** Grid of a column (`dependenceGrid`). */
  readonly gridOf: (column: TableColumn) => readonly number[] | readonly string[]
  /** Rows of each fold whose own values are kept. */
  readonly individual: number
}

/** One value of one column, prepared for a fold. */
interface GridPoint {
  readonly span: ColumnSpan
  readonly cells: Float32Array
}

/** Partial dependence of each fit's most important columns: the mean prediction of held-out rows, one value in all of them. */
export function dependenceOfFits(
  folds: readonly ExplainedFold[],
  importances: readonly (FitImportance | undefined)[],
  work: DependenceWork,
): readonly (readonly ColumnDependence[])[] {
  const plans = folds.map((fold, i) => planOf(fold, importances[i], work))
  const tasks = folds.map(({ run, model, data }, i) => {
    const { points, rows } = plans[i]
    return {
      model,
      weights: run.weights ?? {},
      count: points.length * rows.length,
      write: (at: number, into: Float32Array, place: number) => {
        const point = points[Math.floor(at / rows.length)]
        data.features.copyRow(rows[at % rows.length], into, place)
        into.set(point.cells, place + point.span.at)
      },
    }
  })
  return work.predictor.predict(tasks).map(({ outputs }, i) => dependencesOf(folds[i], plans[i], outputs, work))
}

interface Plan {
  readonly columns: readonly { readonly name: string; readonly grid: ColumnDependence['grid'] }[]
  readonly points: readonly GridPoint[]
  readonly rows: Int32Array
}

function planOf(
  { run, fitted }: ExplainedFold,
  importance: FitImportance | undefined,
  { table, gridOf }: DependenceWork,
): Plan {
  const byName = new Map(table.features.map((column) => [column.name, column]))
  const chosen = foremost(table, importance).map((name) => present(byName.get(name), `the column ${name}`))
  const columns = chosen.map((column) => ({ name: column.name, grid: gridOf(column) }))
  const spans = columnSpans(fitted, [chosen.map(({ name }) => name)])[0]
  const points = chosen.flatMap((column, place) => {
    const span = spans[place]
    const own = fitted.columns.filter(({ name }) => name === column.name)
    const one = columnOfGrid(column, gridOf(column))
    const only = { columns: own, outputs: fitted.outputs.slice(span.at, span.at + span.width) }
    const { matrix } = transformRows(only, { rows: lengthOf(one), features: [one] })
    return Array.from({ length: lengthOf(one) }, (_, i): GridPoint => ({
      span,
      cells: matrix.subarray(i * span.width, (i + 1) * span.width),
    }))
  })
  const { test } = run.fit
  const step = Math.max(1, Math.ceil(test.length / MOST_ROWS))
  return { columns, points, rows: test.filter((_, row) => row % step === 0) }
}

/** Names of the columns with the largest rise of the loss; those of the table in order where there is none. */
function foremost({ features }: Table, importance: FitImportance | undefined): readonly string[] {
  if (!importance) return features.slice(0, MOST_COLUMNS).map(({ name }) => name)
  const risen = importance.columns.toSorted((a, b) => (b.rise ?? 0) - (a.rise ?? 0))
  return risen.flatMap(({ names }) => names).slice(0, MOST_COLUMNS)
}

function columnOfGrid(column: TableColumn, grid: ColumnDependence['grid']): TableColumn {
  if (column.kind === 'number') return { ...column, values: Float64Array.from(grid as readonly number[]) }
  return { ...column, codes: Int32Array.from(grid as readonly string[], (level) => column.levels.indexOf(level)) }
}

function lengthOf(column: TableColumn): number {
  return column.kind === 'number' ? column.values.length : column.codes.length
}

function dependencesOf(
  { data }: ExplainedFold,
  { columns, rows }: Plan,
  outputs: Float32Array,
  { judgement: { task, classes }, individual }: DependenceWork,
): readonly ColumnDependence[] {
  const { values } = predictionsOf(task, classes, new Int32Array(0), outputs, data)
  let at = 0
  return columns.map(({ name, grid }) => {
    const points = Array.from({ length: grid.length }, () => values.slice(at, (at += rows.length)))
    return {
      name,
      ...(task === 'binary' && { label: classes[1] }),
      grid,
      values: points.flatMap(meanOf),
      ...(individual > 0 && task !== 'multiclass' && { individual: ofSingleRows(points, individual) }),
    }
  })
}

/** Values of at most `most` rows, evenly spaced, at each point of the grid. */
function ofSingleRows(points: readonly (readonly (number | readonly number[])[])[], most: number): number[][] {
  const count = points.at(0)?.length ?? 0
  const step = Math.max(1, Math.ceil(count / most))
  return Array.from({ length: Math.ceil(count / step) }, (_, i) => points.map((values) => Number(values[i * step])))
}

function meanOf(predicted: readonly (number | readonly number[])[]): readonly number[] {
  const first = predicted[0]
  const width = typeof first === 'number' ? 1 : first.length
  return Array.from({ length: width }, (_, at) => {
    const sum = predicted.reduce<number>((total, one) => total + (typeof one === 'number' ? one : one[at]), 0)
    return sum / predicted.length
  })
}
