import type { Advice } from '../../diagnostics/advice/adviseModel.ts'
import type { ExperimentFile, WrittenLayer, WrittenModel } from '../file/experimentFile.ts'
import { withOwnLayers } from './layerEdits.ts'
import { uniqueName } from './uniqueName.ts'

/** Puts a model at a place, under its name or one that is free. */
export function insertModel(file: ExperimentFile, model: WrittenModel, at: number): ExperimentFile {
  const named = { ...model, name: uniqueName(model.name, namesOf(file.models)) }
  return { ...file, models: file.models.toSpliced(at, 0, named) }
}

export function removeModel(file: ExperimentFile, index: number): ExperimentFile {
  return { ...file, models: file.models.toSpliced(index, 1) }
}

/** The name that a renamed model gets: the one wanted, or one that is free. */
export function freeName(file: ExperimentFile, index: number, wanted: string): string {
  return uniqueName(wanted, namesOf(file.models.toSpliced(index, 1)))
}

/** Models built on a renamed one follow. */
export function renameModel(file: ExperimentFile, index: number, name: string): ExperimentFile {
  const before = file.models[index].name
  const renamed = file.models.with(index, { ...file.models[index], name })
  return { ...file, models: renamed.map((model) => (model.extends === before ? { ...model, extends: name } : model)) }
}

/**
 * Does what a piece of advice proposes.
 *
 * @param merged the model with what it takes from others: what the advice changes becomes its own
 */
export function followAdvice(
  file: ExperimentFile,
  index: number,
  { patch }: Advice,
  merged: { readonly layers: readonly WrittenLayer[]; readonly optimizer: unknown },
): ExperimentFile {
  const before = file.models[index]
  const touches = (part: string) => patch.some(({ at }) => at[0] === part)
  const isInherited = before.layers === undefined || before.patch !== undefined
  const model = structuredClone({
    ...(touches('layers') && isInherited ? withOwnLayers(before, merged.layers) : before),
    ...(touches('optimizer') && { optimizer: merged.optimizer }),
  })
  for (const one of patch) applyPatch(model, one)
  return { ...file, models: file.models.with(index, model as WrittenModel) }
}

function applyPatch(model: Record<string, unknown>, { at, value, insert }: Advice['patch'][number]): void {
  let holder: unknown = model
  for (const [depth, step] of at.slice(0, -1).entries()) {
    const next = (holder as Record<string | number, unknown>)[step]
    // A type alone is written out before a field of it can be set.
    if (typeof next === 'string') (holder as Record<string | number, unknown>)[step] = { type: next }
    holder = (holder as Record<string | number, unknown>)[step]
    if (holder === undefined) throw new Error(`no ${String(at[depth])} in ${JSON.stringify(model)}`)
  }
  const last = at[at.length - 1]
  if (insert && Array.isArray(holder)) holder.splice(Number(last), 0, value)
  else (holder as Record<string | number, unknown>)[last] = value
}

function namesOf(models: readonly WrittenModel[]): readonly string[] {
  return models.map(({ name }) => name)
}
