import { didYouMean } from '../file/didYouMean.ts'
import { isRecord, type ExperimentFile, type WrittenLayer, type WrittenModel } from '../file/experimentFile.ts'
import { layerNames } from './layerNames.ts'
import { formatPath, type NodePath } from '../file/nodePath.ts'
import type { Problem } from '../file/problem.ts'

/** A model with all it takes from the one it extends and from `training`, still with its sweeps. */
export type MergedModel = Omit<WrittenModel, 'extends' | 'patch'> & { readonly layers: readonly WrittenLayer[] }

export interface WholeModel {
  readonly model: MergedModel
  /** Where a path in the model is written in the file. */
  readonly origin: (path: NodePath) => NodePath
}

/** For values put together from several places: where each of their keys is written. */
type Origins = Map<object, (key: string | number) => NodePath>

interface Context {
  readonly file: ExperimentFile
  readonly origins: Origins
  readonly problems: Problem[]
}

/**
 * Every model of a file made whole: `extends` followed, layers patched, `training` filled in.
 *
 * What is wrong is added to `problems`, and the model concerned is left out.
 */
export function extendModels(file: ExperimentFile, problems: Problem[]): readonly WholeModel[] {
  const context: Context = { file, origins: new Map(), problems: [] }
  const models = file.models.flatMap((_, index) => {
    const merged = mergedModel(context, index, [])
    return merged === undefined ? [] : [wholeModel(context, merged)]
  })
  // What is wrong with a model is met again by each one built on it.
  const different = new Map(context.problems.map((problem) => [formatPath(problem.at), problem]))
  problems.push(...different.values())
  return models
}

function wholeModel({ file, origins }: Context, merged: MergedModel): WholeModel {
  const training = file.training ?? {}
  const shared = file.search === undefined ? training : { ...training, search: file.search }
  const model = { ...shared, ...merged }
  origins.set(model, (key) => {
    if (Object.hasOwn(merged, key)) return originOf(origins, merged, [key])
    return key === 'search' ? [key] : ['training', key]
  })
  return { model, origin: (path) => originOf(origins, model, path) }
}

/** Follows a path from a value, turning off to wherever a part of it was taken from. */
function originOf(origins: Origins, root: object, path: NodePath): NodePath {
  let value: unknown = root
  let at: NodePath = []
  for (const step of path) {
    const turn = typeof value === 'object' && value !== null ? origins.get(value) : undefined
    at = turn === undefined ? [...at, step] : turn(step)
    value = (value as Record<string | number, unknown> | undefined)?.[step]
  }
  return at
}

function mergedModel(context: Context, index: number, above: readonly number[]): MergedModel | undefined {
  const { extends: base, patch, ...own } = context.file.models[index]
  const at = ['models', index]
  if (base === undefined) return baseModel(context, own, patch, at)
  const from = baseOf(context, index, base, above)
  if (from === undefined) return undefined
  const layers = patchedLayers(context, from, own.layers, patch ?? {}, at)
  if (layers === undefined) return undefined
  const model = { ...from, ...own, layers }
  const isOwn = (key: string | number) => Object.hasOwn(own, key)
  context.origins.set(model, (key) => (isOwn(key) ? [...at, key] : originOf(context.origins, from, [key])))
  return model
}

function baseModel(
  { origins, problems }: Context,
  own: Omit<WrittenModel, 'extends' | 'patch'>,
  patch: WrittenModel['patch'],
  at: NodePath,
): MergedModel | undefined {
  const { layers } = own
  if (patch !== undefined) {
    const hint = 'Name the model whose layers it changes in `extends`.'
    problems.push(problem([...at, 'patch'], 'expected only beside `extends`', hint))
  }
  if (layers === undefined) {
    const hint = 'Or name another model in `extends`.'
    problems.push(problem([...at, 'layers'], 'expected a list of 1 to 100 layers, received nothing', hint))
    return undefined
  }
  const model = { ...own, layers }
  origins.set(model, (key) => [...at, key])
  return model
}

function baseOf(context: Context, index: number, base: string, above: readonly number[]): MergedModel | undefined {
  const at = ['models', index, 'extends']
  const names = context.file.models.map(({ name }) => name)
  const baseIndex = names.indexOf(base)
  if (baseIndex < 0) {
    const expected = `expected the name of a model of this file (${names.join(', ')})`
    context.problems.push(unknownName(at, base, names, expected))
    return undefined
  }
  if (baseIndex === index || above.includes(baseIndex)) {
    context.problems.push(problem(at, 'this model would be built on itself', 'Let one of these models stand alone.'))
    return undefined
  }
  return mergedModel(context, baseIndex, [...above, index])
}

function patchedLayers(
  context: Context,
  from: MergedModel,
  own: readonly WrittenLayer[] | undefined,
  patch: NonNullable<WrittenModel['patch']>,
  at: NodePath,
): readonly WrittenLayer[] | undefined {
  const layers = own ?? from.layers
  const names = layerNames(layers)
  const unknown = Object.keys(patch).filter((name) => !names.includes(name))
  const expected = `expected the name of a layer (${names.join(', ')})`
  for (const name of unknown)
    context.problems.push({ ...unknownName([...at, 'patch', name], name, names, expected), atKey: true })
  if (unknown.length > 0) return undefined
  if (Object.keys(patch).length === 0) return layers
  const kept = names.flatMap((name, i) => (patchFor(patch, name) === 'none' ? [] : [i]))
  const patched = kept.map((i) => patchLayer(context, layers[i], names[i], patchFor(patch, names[i]), [...at, 'patch']))
  context.origins.set(patched, (i) =>
    own === undefined
      ? originOf(context.origins, from, ['layers', kept[Number(i)]])
      : [...at, 'layers', kept[Number(i)]],
  )
  return patched
}

function patchFor(patch: NonNullable<WrittenModel['patch']>, name: string): unknown {
  return Object.hasOwn(patch, name) ? patch[name] : undefined
}

/** The layer with the patch's fields over its own; one of another type replaces it. It keeps its name. */
function patchLayer(
  { origins }: Context,
  layer: WrittenLayer,
  name: string,
  patch: unknown,
  at: NodePath,
): WrittenLayer {
  if (!isRecord(patch)) return layer
  const written = isRecord(layer) ? layer : { type: layer }
  const isOther = patch.type !== undefined && patch.type !== written.type
  const merged = { name, ...(isOther ? {} : written), ...patch }
  const before = origins.get(written)
  origins.set(merged, (key) => {
    if (Object.hasOwn(patch, key) || isOther) return [...at, name, key]
    return before === undefined ? [...at, name] : before(key)
  })
  return merged as unknown as WrittenLayer
}

function unknownName(at: NodePath, name: string, names: readonly string[], expected: string): Problem {
  const meant = didYouMean(name, names)
  return problem(at, `${expected}, received ${JSON.stringify(name)}`, meant && `Did you mean \`${meant}\`?`)
}

function problem(at: NodePath, what: string, hint?: string): Problem {
  return { code: 'experiment/invalid', at, message: `${formatPath(at)}: ${what}`, ...(hint && { hint }) }
}
