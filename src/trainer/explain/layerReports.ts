import type { LayerReport } from '../../core/diagnostics/explanation.ts'
import { initialWeights } from '../../core/model/initialWeights.ts'
import type { Layer, ModelSpec } from '../../core/model/modelSpec.ts'
import { fitKey } from '../group/epochFeed.ts'
import type { LaneRun } from '../group/laneRun.ts'
import { laneAxis, type LaneVariable } from '../program/laneVariable.ts'
import type { LaneModel } from '../program/laneModel.ts'
import type { RowOutputs } from './rowPredictor.ts'

/** A unit is at the bound of its norm from this share of it: the projection ends a rounding error below. */
const AT_BOUND = 0.999
/** A unit whose outputs differ by less, relative to their size, is the same for every row. */
const SAME = 1e-6

/** Places of the layers whose units are watched: those a unit can die in. */
export function watchedLayers({ layers }: ModelSpec): readonly number[] {
  return layers.flatMap(({ type }, place) => (type === 'dense' || type === 'activation' ? [place] : []))
}

/** What there is to say of each layer of a trained fit; `ends` as `RowPredictor` gives them for {@link watchedLayers}. */
export function layerReports(run: LaneRun, model: LaneModel, ends: RowOutputs['ends']): readonly LayerReport[] {
  const { spec } = run.fit.candidate
  const watched = watchedLayers(spec)
  return spec.layers.flatMap((layer, place): LayerReport[] => {
    if (layer.type !== 'dense' && layer.type !== 'output' && layer.type !== 'activation') return []
    const { outputUnits, variables } = model.layers[place]
    const seen = ends.at(watched.indexOf(place))
    return [
      {
        name: layer.name,
        type: layer.type,
        units: outputUnits,
        ...('kernel' in variables && kernelFacts(run, layer, variables['kernel'])),
        ...(layer.type !== 'output' && seen && { idle: idleUnits(seen) }),
      },
    ]
  })
}

function kernelFacts(run: LaneRun, layer: Layer, kernel: LaneVariable): Partial<LayerReport> {
  const values = run.weights?.[kernel.name]
  if (!values) return {}
  const norms = unitNorms(values, kernel, 0)
  const size = normOf(values)
  const first = initialWeights(kernel.initializer, kernel, fitKey(run.fit, 'weights', kernel.name))
  const update = run.updates?.[kernel.name]
  const constraint = 'kernelConstraint' in layer ? layer.kernelConstraint : undefined
  return {
    norm: { mean: norms.reduce((sum, norm) => sum + norm, 0) / norms.length, max: Math.max(...norms) },
    ...(constraint?.type === 'maxNorm' && {
      limit: {
        maxValue: constraint.maxValue,
        units: unitNorms(values, kernel, laneAxis(kernel, constraint.axis) - 1).filter(
          (norm) => norm >= AT_BOUND * constraint.maxValue,
        ).length,
      },
    }),
    ...(update !== undefined && { update }),
    ...(size > 0 && { moved: normOf(values.map((value, i) => value - first[i])) / size }),
  }
}

/** Norms of a kernel `[rows, columns]` along an axis: 0 sums over inputs and gives one for each unit. */
function unitNorms(values: Float32Array, { rows, columns }: LaneVariable, axis: number): number[] {
  const squares = new Float64Array(axis === 0 ? columns : rows)
  values.forEach((value, i) => {
    squares[axis === 0 ? i % columns : Math.floor(i / columns)] += value * value
  })
  return Array.from(squares, Math.sqrt)
}

/** Euclidean norm. */
export function normOf(values: Float32Array): number {
  let sum = 0
  for (const value of values) sum += value * value
  return Math.sqrt(sum)
}

function idleUnits({ low, high }: RowOutputs['ends'][number]): number {
  return low.reduce(
    (count, least, unit) =>
      count + (high[unit] - least <= SAME * Math.max(1, Math.abs(least), Math.abs(high[unit])) ? 1 : 0),
    0,
  )
}
