import { KeyedStream, keyOf } from '../../random/keyedStream.ts'
import type { MergedModel } from '../resolve/extendModels.ts'
import type { SweepRange } from '../file/experimentFile.ts'
import type { NodePath } from '../file/nodePath.ts'
import { axisLabel, candidateCount, rangeValue, sweepAxes, type SweepAxis } from './sweepAxes.ts'
import { sweepLabel } from './sweepLabel.ts'

/** One combination of a model's sweeps. */
export interface ExpandedModel {
  readonly name: string
  readonly hyperparameters: Readonly<Record<string, number | string | boolean>>
  /** The model with a value in the place of every sweep. */
  readonly model: MergedModel
}

/** A value for every place of every axis, and its label per axis. */
interface Choice {
  readonly values: readonly (readonly unknown[])[]
  readonly labels: readonly string[]
}

/** The combinations of a model's sweeps, in order: the first axis turns slowest. One without sweeps is itself. */
export function expandModel(model: MergedModel, seed: number): readonly ExpandedModel[] {
  const axes = sweepAxes(model)
  if (axes.length === 0) return [{ name: model.name, hyperparameters: {}, model }]
  return choices(axes, model, seed).map((choice) => expanded(model, axes, choice))
}

function choices(axes: readonly SweepAxis[], model: MergedModel, seed: number): readonly Choice[] {
  const { search } = model
  if (search?.type !== 'random') return gridChoices(axes)
  if (candidateCount(axes, { type: 'grid' }) <= search.n) return gridChoices(axes)
  return randomChoices(axes, search.n, new KeyedStream(keyOf(search.seed ?? seed, 'search', model.name)))
}

function gridChoices(axes: readonly SweepAxis[]): readonly Choice[] {
  const lengths = axes.map(({ values }) => (values === 'drawn' ? 0 : values[0].length))
  const total = lengths.reduce((product, length) => product * length, 1)
  return Array.from({ length: total }, (_, index) => {
    let rest = index
    const positions = lengths.toReversed().map((length) => {
      const position = rest % length
      rest = Math.floor(rest / length)
      return position
    })
    return choiceAt(axes, positions.toReversed())
  })
}

/** Draws per wanted candidate after which there are taken to be no more different ones. */
const MOST_DRAWS = 100

/**
 * `n` different combinations, each equally likely; ranges without `count` give any value between.
 * Fewer where there are no more, as with a whole number between 1 and 3.
 */
function randomChoices(axes: readonly SweepAxis[], n: number, stream: KeyedStream): readonly Choice[] {
  const drawn = new Map<string, Choice>()
  for (let draws = 0; drawn.size < n && draws < n * MOST_DRAWS; draws++) {
    const choice = combine(axes.map((axis) => drawAxis(axis, stream)))
    drawn.set(JSON.stringify(choice.labels), choice)
  }
  return [...drawn.values()]
}

function drawAxis(axis: SweepAxis, stream: KeyedStream): AxisChoice {
  if (axis.values !== 'drawn') return axisAt(axis, stream.interval(axis.values[0].length - 1))
  const part = stream.nextDouble()
  const values = axis.places.map(({ sweep, field }) => rangeValue(sweep.sweep as SweepRange, part, field))
  return { values, label: sweepLabel(values[0]) }
}

interface AxisChoice {
  readonly values: readonly unknown[]
  readonly label: string
}

function axisAt(axis: SweepAxis, position: number): AxisChoice {
  const values = axis.values === 'drawn' ? [] : axis.values.map((list) => list[position])
  return { values, label: axisLabel(axis, position) }
}

function choiceAt(axes: readonly SweepAxis[], positions: readonly number[]): Choice {
  return combine(axes.map((axis, i) => axisAt(axis, positions[i])))
}

function combine(chosen: readonly AxisChoice[]): Choice {
  return { values: chosen.map(({ values }) => values), labels: chosen.map(({ label }) => label) }
}

function expanded(model: MergedModel, axes: readonly SweepAxis[], { values, labels }: Choice): ExpandedModel {
  const name = `${model.name} (${axes.map(({ shortName }, i) => `${shortName} ${labels[i]}`).join(', ')})`
  const hyperparameters = Object.fromEntries(
    axes.map((axis, i) => [axis.name, hyperparameter(values[i][0], labels[i])]),
  )
  const places = axes.flatMap((axis, i) => axis.places.map((place, j) => [place.path, values[i][j]] as const))
  const filled = places.reduce<unknown>((whole, [path, value]) => withValue(whole, path, value), model)
  return { name, hyperparameters, model: filled as MergedModel }
}

function hyperparameter(value: unknown, label: string): number | string | boolean {
  return typeof value === 'number' || typeof value === 'boolean' ? value : label
}

/** A copy with another value at the end of the path. */
function withValue(root: unknown, path: NodePath, value: unknown): unknown {
  if (path.length === 0) return value
  const [step, ...rest] = path
  if (Array.isArray(root)) return root.map((item: unknown, i) => (i === step ? withValue(item, rest, value) : item))
  const record = root as Record<string, unknown>
  return { ...record, [step]: withValue(record[step], rest, value) }
}
