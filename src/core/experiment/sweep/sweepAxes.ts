import type { Field, Fields } from '../../settings/field.ts'
import { layerCatalogue } from '../../model/layerCatalogue.ts'
import { trainingFields } from '../../model/trainingFields.ts'
import { isRecord, isSweep, type Search, type Sweep, type SweepRange } from '../file/experimentFile.ts'
import type { MergedModel, WholeModel } from '../resolve/extendModels.ts'
import { formatPath, type NodePath } from '../file/nodePath.ts'
import type { Problem } from '../file/problem.ts'
import { sweepLabel } from './sweepLabel.ts'

/** A place in a model where a sweep stands. */
export interface SweepPlace {
  readonly path: NodePath
  readonly sweep: Sweep<unknown>
  /** What stands there; absent for a swept `type`. */
  readonly field?: Field
}

/** Places that move together: one place, or all with an equal `as`. */
export interface SweepAxis {
  /** The `as` name, or the path in the model. */
  readonly name: string
  /** The name where it is shown beside a value: the last part of the path where that says enough. */
  readonly shortName: string
  readonly places: readonly SweepPlace[]
  /** `values[place][position]`; a range without `count` has none and is drawn from. */
  readonly values: readonly (readonly unknown[])[] | 'drawn'
}

/** Decimal digits kept of values computed from a range, so that 0.1 + 0.2 is 0.3, here and on every machine. */
const DIGITS = 10

/** The axes of a model's sweeps, in the order of the model. */
export function sweepAxes(model: MergedModel): readonly SweepAxis[] {
  const groups = new Map<string, SweepPlace[]>()
  for (const place of sweepPlaces(model)) {
    const name = place.sweep.as ?? formatPath(place.path)
    groups.set(name, [...(groups.get(name) ?? []), place])
  }
  const lasts = [...groups.values()].map(([place]) => place.sweep.as ?? String(place.path.at(-1)))
  return [...groups].map(([name, places], i) => ({
    name,
    shortName: lasts.filter((last) => last === lasts[i]).length === 1 ? lasts[i] : name,
    places,
    values: places.some(isDrawn) ? 'drawn' : places.map(placeValues),
  }))
}

function sweepPlaces({ layers, ...settings }: MergedModel): readonly SweepPlace[] {
  const inLayers = layers.flatMap((layer, i) =>
    placesIn({ kind: 'typed', what: '', doc: '', catalogue: layerCatalogue }, layer, ['layers', i]),
  )
  return [...inLayers, ...placesInFields(trainingFields, settings, [])]
}

function placesIn(field: Field, value: unknown, path: NodePath): readonly SweepPlace[] {
  if (isSweep(value)) return [{ path, sweep: value, field }]
  if (!isRecord(value)) return []
  if (field.kind === 'group') return placesInFields(field.fields, value, path)
  if (field.kind !== 'typed') return []
  const type = isSweep(value.type) ? (value.type.sweep as readonly string[])[0] : (value.type as string)
  const ofType = isSweep(value.type) ? [{ path: [...path, 'type'], sweep: value.type }] : []
  return [...ofType, ...placesInFields(field.catalogue[type].fields, value, path)]
}

function placesInFields(fields: Fields, values: Readonly<Record<string, unknown>>, path: NodePath) {
  return Object.entries(fields).flatMap(([name, field]) => placesIn(field, values[name], [...path, name]))
}

function isDrawn({ sweep: { sweep } }: SweepPlace): boolean {
  return !Array.isArray(sweep) && (sweep as SweepRange).count === undefined
}

function placeValues({ sweep: { sweep }, field }: SweepPlace): readonly unknown[] {
  if (Array.isArray(sweep)) return sweep
  const range = sweep as SweepRange
  const last = (range.count ?? 2) - 1
  const values = Array.from({ length: last + 1 }, (_, i) => rangeValue(range, i / last, field))
  return [...new Set(values)]
}

/** The value of a range at a part of the way, from 0 (`from`) to 1 (`to`). */
export function rangeValue({ from, to, scale }: SweepRange, part: number, field?: Field): number {
  if (part === 0) return from
  if (part === 1) return to
  const value = scale === 'log' ? from * Math.pow(to / from, part) : from + (to - from) * part
  const isWhole = field?.kind === 'number' && field.integer === true
  return isWhole ? Math.round(value) : Number(value.toPrecision(DIGITS))
}

/** How many candidates a model's search comes to. */
export function candidateCount(axes: readonly SweepAxis[], search: Search | undefined): number {
  const grid = axes.reduce((count, { values }) => count * (values === 'drawn' ? Infinity : values[0].length), 1)
  return search?.type === 'random' ? Math.min(search.n, grid) : grid
}

/** What is wrong with the sweeps of a model. */
export function sweepProblems({ model, origin }: WholeModel): readonly Problem[] {
  const axes = sweepAxes(model)
  const found = axes.flatMap((axis) => axisProblem(axis, model.search) ?? [])
  return found.map(({ at, message, ...rest }) => ({
    ...rest,
    at: origin(at),
    message: `${formatPath(origin(at))}: ${message}`,
  }))
}

function axisProblem(axis: SweepAxis, search: Search | undefined): Problem | undefined {
  const { values, places, name } = axis
  const at = [...places[0].path, 'sweep']
  const code = 'experiment/invalid'
  if (values === 'drawn') {
    const isRandom = search?.type === 'random' && places.every(isDrawn)
    const hint = 'Give `count`, or search at random: `search: { type: random, n: 20 }`.'
    return isRandom ? undefined : { code, at, message: 'expected a `count` of values, received a range without', hint }
  }
  const lengths = values.map((list) => list.length)
  if (new Set(lengths).size > 1) {
    const message = `expected sweeps of one length as ${name}, received ${lengths.join(', ')} values`
    return { code, at, message, hint: 'Sweeps with an equal `as` move together.' }
  }
  const labels = values[0].map((_, i) => axisLabel(axis, i))
  const twice = labels.find((label, i) => labels.indexOf(label) !== i)
  if (twice === undefined) return undefined
  return { code, at, message: `expected different values, received ${twice} twice`, hint: 'Remove one of them.' }
}

/** The value of an axis at a position as names show it: of its first place, of all where that is not unique. */
export function axisLabel({ values }: SweepAxis, position: number): string {
  if (values === 'drawn') return ''
  const labels = values.map((list) => list.map(sweepLabel))
  const isUnique = new Set(labels[0]).size === labels[0].length
  return isUnique ? labels[0][position] : labels.map((list) => list[position]).join(' / ')
}
