import type { ModelProblem } from './modelProblems.ts'
import type { ModelSpec, Optimizer } from './modelSpec.ts'
import { modelSummary } from './modelSummary.ts'

const BYTES_PER_NUMBER = 4

/**
 * What is wrong with a model that cannot be held in memory while it is trained; nothing where it can.
 *
 * Counted are the weights and what the optimizer keeps of each, both before and after a step, and the gradients on
 * their way: what is there whatever the batch. `inputs` are the values per row after encoding.
 */
export function memoryProblem(spec: ModelSpec, inputs: number, memoryBytes: number): ModelProblem | undefined {
  const { layers, parameters } = modelSummary(spec, inputs)
  const bytes = parameters * BYTES_PER_NUMBER * (2 * (1 + keptPerWeight(spec.training.optimizer)) + 2)
  if (bytes <= memoryBytes) return undefined
  const largest = layers.reduce((most, layer) => (layer.parameters > most.parameters ? layer : most))
  const count = parameters.toLocaleString('en-US')
  const message = `training ${count} parameters takes at least ${gigabytes(bytes)} of memory: expected at most ${gigabytes(memoryBytes)}, all that this machine has`
  const hint = `Use fewer units; the layer ${largest.name} has most of the parameters.`
  return { code: 'model/too-large', at: ['layers'], message, hint }
}

/** Numbers that an optimizer keeps for each weight. */
function keptPerWeight(optimizer: Optimizer): number {
  switch (optimizer.type) {
    case 'sgd':
      return optimizer.momentum > 0 ? 1 : 0
    case 'rmsprop':
      return 1 + (optimizer.momentum > 0 ? 1 : 0) + (optimizer.centered ? 1 : 0)
    case 'adagrad':
      return 1
    case 'adam':
    case 'adamw':
      return 2
  }
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`
}
