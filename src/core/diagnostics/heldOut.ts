import type { Task } from '../dataset/table.ts'
import { HoldoutError } from '../errors.ts'
import { joinArrays } from '../joinArrays.ts'

/** Held-out predictions of one fit, with the truth of the same rows. */
export interface HeldOutFit {
  readonly repeat: number
  readonly fold: number
  /** Row numbers in the dataset, from 0. */
  readonly rows: Int32Array
  /** Of each of `rows`: class code, or value in the target's unit. */
  readonly truth: Float64Array
  /** `[rows × width]`: P(class 1), or one probability per class, or the predicted value. Finite. */
  readonly values: Float64Array
}

/** A fit that has no predictions to judge, and why. */
export interface MissingFit {
  readonly repeat: number
  readonly fold: number
  readonly reason: 'diverged' | 'notFinite'
}

/** Out-of-fold predictions of one candidate: what every diagnostic of errors is computed from. */
export interface HeldOut {
  readonly task: Task
  /** Labels in code order, of a binary task the positive class last; empty for regression. */
  readonly classes: readonly string[]
  /** Numbers per row in `values`: 1, or the number of classes of a multiclass task. */
  readonly width: number
  /** By repeat and fold; inner fits of a nested protocol are not among them. */
  readonly fits: readonly HeldOutFit[]
  readonly missing: readonly MissingFit[]
  /** Repeats that have at least one fit. */
  readonly repeats: number
}

/** Predictions of some rows, whichever fits they come from. */
export type HeldOutRows = Pick<HeldOutFit, 'rows' | 'truth' | 'values'>

/** What {@link heldOutOf} reads of one fit. */
export interface StoredPredictions {
  readonly repeat: number
  readonly fold: number
  /** Absent where the fit diverged. */
  readonly predictions?: { readonly rows: ArrayLike<number>; readonly values: ArrayLike<number> }
}

/** What the predictions are compared with. */
export interface Truth {
  readonly task: Task
  readonly classes: readonly string[]
  /** By row of the dataset: class code or value. */
  readonly truth: ArrayLike<number>
}

/**
 * Joins stored predictions to the truth. A fit with a prediction that is not a finite number is left out as a whole and named:
 * an average over its other rows would look like a score.
 * @throws HoldoutError `workspace/damaged` where predictions are of rows that the table does not have
 */
export function heldOutOf({ task, classes, truth }: Truth, stored: readonly StoredPredictions[]): HeldOut {
  const width = task === 'multiclass' ? classes.length : 1
  const fits: HeldOutFit[] = []
  const missing: MissingFit[] = []
  for (const { repeat, fold, predictions } of stored.toSorted((a, b) => a.repeat - b.repeat || a.fold - b.fold)) {
    if (!predictions) missing.push({ repeat, fold, reason: 'diverged' })
    else if (hasStranger(predictions.rows, truth.length)) throw otherTable(truth.length)
    else if (!allFinite(predictions.values)) missing.push({ repeat, fold, reason: 'notFinite' })
    else {
      const rows = predictions.rows instanceof Int32Array ? predictions.rows : new Int32Array(predictions.rows)
      const values = new Float64Array(predictions.values)
      fits.push({ repeat, fold, rows, values, truth: valuesOf(truth, rows) })
    }
  }
  return { task, classes, width, fits, missing, repeats: new Set(fits.map(({ repeat }) => repeat)).size }
}

/** The fits of the first repeat that has any, the first ones: all that are *pooled* wherever that is said. */
export function pooledFits({ fits }: HeldOut): readonly HeldOutFit[] {
  return fits.filter(({ repeat }) => repeat === fits[0].repeat)
}

const pooledOf = new WeakMap<HeldOut, HeldOutRows>()

/** All rows of the {@link pooledFits}. Kept as long as `heldOut` is. */
export function pooledRows(heldOut: HeldOut): HeldOutRows {
  const known = pooledOf.get(heldOut)
  if (known) return known
  const pooled = joinRows(pooledFits(heldOut))
  pooledOf.set(heldOut, pooled)
  return pooled
}

/** Rows of several fits one after the other. */
export function joinRows(fits: readonly HeldOutRows[]): HeldOutRows {
  return {
    rows: joinArrays(
      Int32Array,
      fits.map(({ rows }) => rows),
    ),
    truth: joinArrays(
      Float64Array,
      fits.map(({ truth }) => truth),
    ),
    values: joinArrays(
      Float64Array,
      fits.map(({ values }) => values),
    ),
  }
}

/** Scores of one class and whether each row is of it: the column of a class against the rest. */
export function oneVersusRest(
  { truth, values }: HeldOutRows,
  width: number,
  code: number,
): { readonly labels: Uint8Array; readonly scores: Float64Array } {
  const count = truth.length
  const labels = new Uint8Array(count)
  // Loops: on 200,000 rows `from` with a function took twenty times as long.
  for (let row = 0; row < count; row += 1) labels[row] = truth[row] === code ? 1 : 0
  if (width === 1 && code === 1) return { labels, scores: values }
  const scores = new Float64Array(count)
  for (let row = 0; row < count; row += 1) scores[row] = width > 1 ? values[row * width + code] : 1 - values[row]
  return { labels, scores }
}

function valuesOf(values: ArrayLike<number>, rows: Int32Array): Float64Array {
  const own = new Float64Array(rows.length)
  for (let at = 0; at < rows.length; at += 1) own[at] = values[rows[at]]
  return own
}

function hasStranger(rows: ArrayLike<number>, count: number): boolean {
  for (let at = 0; at < rows.length; at += 1) if (!(rows[at] >= 0 && rows[at] < count)) return true
  return false
}

function otherTable(rows: number): HoldoutError {
  return new HoldoutError(
    'workspace/damaged',
    `Expected predictions of the ${String(rows)} rows of the run's table, received predictions of other rows.`,
    { hint: 'Run the experiment again; its predictions are then kept anew.' },
  )
}

function allFinite(values: ArrayLike<number>): boolean {
  for (let at = 0; at < values.length; at += 1) if (!Number.isFinite(values[at])) return false
  return true
}
