/** The layers of a model, one after the other: forward, and back again. */
import type { LaneBackend } from '../backend/laneBackend.ts'
import type { NamedTensors, Tensor } from '../backend/tensorTypes.ts'
import type { LaneModel } from './laneModel.ts'
import type { LaneVariable } from './laneVariable.ts'
import type { BatchRows, LayerContext, LayerPass } from './layers/laneLayer.ts'

/** How a pass is made. */
export interface PassOptions {
  readonly backend: LaneBackend
  readonly training: boolean
  readonly rows: BatchRows
  readonly noises?: readonly (Tensor | undefined)[]
}

/** One pass of every layer over `x` `[lanes, batch, features]`; the last one's output are the logits. */
export function forward(model: LaneModel, state: NamedTensors, x: Tensor, options: PassOptions): readonly LayerPass[] {
  const passes: LayerPass[] = []
  let output = x
  model.layers.forEach((layer, i) => {
    const noise = options.noises?.[i]
    const context: LayerContext = {
      backend: options.backend,
      training: options.training,
      rows: options.rows,
      weights: (name) => state[layer.variables[name].name],
      number: (name) => state[`#${layer.name}/${name}`],
      ...(noise && { noise }),
    }
    const pass = layer.pass(output, context)
    passes.push(pass)
    output = pass.output
  })
  return passes
}

/** Gradients by variable name. */
export function backward(model: LaneModel, passes: readonly LayerPass[], dLogits: Tensor): Record<string, Tensor> {
  const gradients: Record<string, Tensor> = {}
  let dy = dLogits
  for (let i = passes.length - 1; i >= 0; i--) {
    const back = passes[i].backward(dy)
    Object.assign(gradients, renamed(model.layers[i].variables, back.gradients))
    dy = back.dx
  }
  return gradients
}

/** Values by the variables' full names. */
export function renamed(
  variables: Readonly<Record<string, LaneVariable>>,
  values: Readonly<Record<string, Tensor>>,
): Record<string, Tensor> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [variables[name].name, value]))
}
