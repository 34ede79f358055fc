import type { ActivationLayer } from '../../../core/model/layers/activation.ts'
import { activate } from '../activations.ts'
import { kerasActivation } from '../../exports/kerasActivation.ts'
import type { LaneLayerRow } from './laneLayerRow.ts'

/** Keras's `Activation`. */
export const activation: LaneLayerRow<ActivationLayer> = {
  build(layer, inputs) {
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
  },
  kernel: { kind: 'activation' },
  predictAsKeras: (x, { activation }) => kerasActivation(activation as string, x),
}
