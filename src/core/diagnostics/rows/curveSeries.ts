import type { FigureSeries } from '../../figures/figure.ts'
import type { Named } from '../drawing.ts'
import type { ClassCurve } from '../rocCurve.ts'

interface CurvesOf<Points> {
  readonly classes: readonly ClassCurve<Points>[]
}

/**
 * Series of curves per fold: of one candidate a thin line for each fold, the average with its band and the pooled line; of several
 * candidates the average with its band alone. Of several classes each class is a series.
 */
export function curveSeries<Points>(
  results: readonly Named<CurvesOf<Points>>[],
  axes: (points: Points) => readonly [x: readonly number[], y: readonly number[]],
): readonly FigureSeries[] {
  const isAlone = results.length === 1 && results[0].result.classes.length === 1
  return results.flatMap(({ name, result }, candidate) =>
    result.classes.flatMap((curve, index) => {
      const style = results.length > 1 ? candidate : index
      const label = nameOf(name, curve.label, results.length, result.classes.length)
      return [...(isAlone ? foldLines(curve, axes) : []), ...averageLines(curve, label, style, isAlone, axes)]
    }),
  )
}

function nameOf(name: string, label: string, candidates: number, classes: number): string {
  if (candidates === 1 && classes > 1) return label
  return classes > 1 ? `${name}: ${label}` : name
}

function foldLines<Points>(
  { folds }: ClassCurve<Points>,
  axes: (points: Points) => readonly [x: readonly number[], y: readonly number[]],
): readonly FigureSeries[] {
  return folds.map(({ repeat, fold, points }) => {
    const [x, y] = axes(points)
    return {
      name: `Repeat ${String(repeat + 1)}, fold ${String(fold + 1)}`,
      style: 0,
      kind: 'line',
      role: 'thin',
      x,
      y,
    }
  })
}

function averageLines<Points>(
  { average, pooled }: ClassCurve<Points>,
  name: string,
  style: number,
  withPooled: boolean,
  axes: (points: Points) => readonly [x: readonly number[], y: readonly number[]],
): readonly FigureSeries[] {
  const [pooledX, pooledY] = axes(pooled)
  const line = {
    name: `${name}, all rows`,
    style: style + 1,
    kind: 'line',
    role: 'main',
    x: pooledX,
    y: pooledY,
  } as const
  if (!average) return [{ ...line, name, style }]
  const { x, mean, std } = average
  const band = {
    name: `${name}, ± 1 SD`,
    style,
    kind: 'band',
    role: 'main',
    x,
    y: mean,
    low: mean.map((value, i) => Math.max(0, value - std[i])),
    high: mean.map((value, i) => Math.min(1, value + std[i])),
  } as const
  const mainLine = { name: `${name}, mean of folds`, style, kind: 'line', role: 'main', x, y: mean } as const
  return [band, mainLine, ...(withPooled ? [line] : [])]
}
