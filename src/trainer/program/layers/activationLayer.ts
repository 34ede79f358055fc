import type { ActivationLayer } from '../../../core/model/layers/activation.ts'
import { activate } from '../activations.ts'
import type { LaneLayer } from './laneLayer.ts'

/** Keras's `Activation`. */
export function activationLayer(layer: ActivationLayer, inputs: number): LaneLayer {
  return {
    name: layer.name,
    outputUnits: inputs,
    variables: {},
    numbers: {},
    draws: 0,
    pass(x, { backend }) {
      const { value, backward } = activate(layer.activation, x, backend)
      return { output: value, backward: (dy) => ({ dx: backward(dy), gradients: {} }) }
    },
  }
}
