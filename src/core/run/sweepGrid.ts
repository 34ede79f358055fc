/** A candidate of a sweep with what it came to. */
export interface SweepPoint {
  readonly id: string
  readonly name: string
  readonly hyperparameters: Readonly<Record<string, number | string | boolean>>
  /** Mean of the metric over folds; `null` where no fit came to a score. */
  readonly value: number | null
  /** Of that mean. */
  readonly interval?: { readonly low: number; readonly high: number } | null
  /** Fits that diverged. */
  readonly failed: number
}

/** A hyperparameter with the values it took, numbers in order. */
export interface SweepAxis {
  readonly name: string
  readonly values: readonly (number | string | boolean)[]
}

/** The best point at one place of a grid of two hyperparameters. */
export interface SweepCell {
  readonly x: number
  readonly y: number
  readonly point: SweepPoint
  /** Points that share the place, where more than two hyperparameters were swept. */
  readonly count: number
}

/** Hyperparameters that took more than one value, those with most values first. */
export function sweepAxes(points: readonly SweepPoint[]): readonly SweepAxis[] {
  const names = [...new Set(points.flatMap(({ hyperparameters }) => Object.keys(hyperparameters)))]
  return names
    .map((name) => ({ name, values: valuesOf(points, name) }))
    .filter(({ values }) => values.length > 1)
    .sort((a, b) => b.values.length - a.values.length)
}

/** The points on a grid of two hyperparameters; where several meet, the best stands for them. */
export function sweepGrid(
  points: readonly SweepPoint[],
  xAxis: SweepAxis,
  yAxis: SweepAxis | undefined,
  isGreaterBetter: boolean,
): readonly SweepCell[] {
  const cells = new Map<string, SweepCell>()
  for (const point of points) {
    const x = xAxis.values.indexOf(point.hyperparameters[xAxis.name])
    const y = yAxis ? yAxis.values.indexOf(point.hyperparameters[yAxis.name]) : 0
    if (x < 0 || y < 0) continue
    const key = `${String(x)}/${String(y)}`
    const other = cells.get(key)
    const best = other && !isBetter(point, other.point, isGreaterBetter) ? other.point : point
    cells.set(key, { x, y, point: best, count: (other?.count ?? 0) + 1 })
  }
  return [...cells.values()]
}

/** The point with the best score over all folds; `undefined` where none has one: a mean over surviving folds is no match. */
export function bestPoint(points: readonly SweepPoint[], isGreaterBetter: boolean): SweepPoint | undefined {
  const scored = points.filter(({ value, failed }) => value !== null && failed === 0)
  return scored.reduce<SweepPoint | undefined>(
    (best, point) => (!best || isBetter(point, best, isGreaterBetter) ? point : best),
    undefined,
  )
}

/**
 * The range of scores that the colours of a heat map span: from the worst to the best, but no narrower than half the 95 %
 * interval of one score, so that noise does not take all colours.
 */
export function heatRange(
  points: readonly SweepPoint[],
  isGreaterBetter: boolean,
): { readonly low: number; readonly high: number } {
  const values = points.flatMap(({ value }) => (value === null ? [] : [value]))
  const reaches = points.flatMap(({ interval }) => (interval ? [(interval.high - interval.low) / 2] : []))
  const noise = reaches.sort((a, b) => a - b)[Math.floor(reaches.length / 2)] ?? 0
  const [low, high] = [Math.min(...values), Math.max(...values)]
  if (high - low >= noise) return { low, high }
  return isGreaterBetter ? { low: high - noise, high } : { low, high: low + noise }
}

function isBetter(one: SweepPoint, other: SweepPoint, isGreaterBetter: boolean): boolean {
  if (one.value === null || (one.failed > 0 && other.failed === 0 && other.value !== null)) return false
  if (other.failed > 0 && one.failed === 0) return true
  if (other.value === null) return true
  return isGreaterBetter ? one.value > other.value : one.value < other.value
}

function valuesOf(points: readonly SweepPoint[], name: string): (number | string | boolean)[] {
  const values = [
    ...new Set(points.flatMap(({ hyperparameters }) => (name in hyperparameters ? [hyperparameters[name]] : []))),
  ]
  return values.sort((a, b) =>
    typeof a === 'number' && typeof b === 'number' ? a - b : String(a) < String(b) ? -1 : 1,
  )
}
