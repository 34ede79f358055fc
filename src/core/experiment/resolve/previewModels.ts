import type { Task } from '../../dataset/table.ts'
import { modelProblems, type ModelProblem } from '../../model/modelProblems.ts'
import type { ModelSpec } from '../../model/modelSpec.ts'
import { modelSummary, type ModelSummary } from '../../model/modelSummary.ts'
import { completeModel } from './completeModel.ts'
import { DEFAULT_SEED } from './defaults.ts'
import { isSweep, type ExperimentFile, type WrittenLayer } from '../file/experimentFile.ts'
import { expandModel } from '../sweep/expandModel.ts'
import { extendModels, type MergedModel } from './extendModels.ts'
import { candidateCount, sweepAxes } from '../sweep/sweepAxes.ts'

/** What an editor must know of the dataset to show shapes. */
export interface PreviewFacts {
  readonly task: Task
  /** Inputs of the network, after encoding. */
  readonly width: number
  readonly classes: readonly string[]
}

/** A model as an editor shows it while it may still be wrong. */
export interface ModelPreview {
  readonly name: string
  /** Candidates its sweeps come to; `Infinity` where a range is drawn from without a search. */
  readonly candidates: number
  /** With layers of the model it extends, and `training` filled in; sweeps stay. */
  readonly merged: MergedModel
  /** The first candidate, complete; absent where its sweeps cannot be expanded. */
  readonly spec?: ModelSpec
  readonly summary?: ModelSummary
  /** Of the first candidate; paths within the model. */
  readonly problems: readonly ModelProblem[]
}

/** More candidates than this are counted, not expanded, for a preview. */
const MOST_EXPANDED = 2000

/** Every model of a file that passes `parseExperiment`, as far as it can be shown; `null` for one that extends nothing known. */
export function previewModels(file: ExperimentFile, facts: PreviewFacts): readonly (ModelPreview | null)[] {
  const whole = extendModels(file, [])
  return file.models.map(({ name }) => {
    const model = whole.find(({ model: merged }) => merged.name === name)?.model
    return model === undefined ? null : previewModel(model, file.seed ?? DEFAULT_SEED, facts)
  })
}

function previewModel(merged: MergedModel, seed: number, facts: PreviewFacts): ModelPreview {
  const { name } = merged
  const candidates = candidateCount(sweepAxes(merged), merged.search)
  const first = candidates <= MOST_EXPANDED ? expandModel(merged, seed).at(0)?.model : undefined
  if (first === undefined) return { name, candidates, merged, problems: [] }
  const spec = completeModel(first, name, facts)
  return {
    name,
    candidates,
    merged,
    spec,
    summary: modelSummary(spec, facts.width),
    problems: modelProblems(spec, facts),
  }
}

/** The layer's type, whether it is written out or by its type alone; of a swept type the first. */
export function layerType(layer: WrittenLayer): string {
  if (typeof layer === 'string') return layer
  const { type } = layer as { readonly type: unknown }
  return isSweep(type) ? (type.sweep as readonly string[])[0] : (type as string)
}
