import { sumRows } from '../sumRows.ts'
import type { ActivationName } from '../../../core/model/modelSpec.ts'
import type { DenseLayer } from '../../../core/model/layers/dense.ts'
import type { OutputLayer } from '../../../core/model/layers/output.ts'
import { tf } from '../../backend/tf.ts'
import { activate } from '../activations.ts'
import type { LaneVariable } from '../laneVariable.ts'
import type { LaneLayer, LayerPass } from './laneLayer.ts'
import type { LaneLayerRow } from './laneLayerRow.ts'
import { kerasActivation } from '../../exports/kerasActivation.ts'

/**
 * Keras's `Dense` for all lanes: one batched product with kernels `[lanes, in, units]`.
 *
 * `activation` is given apart, because the output layer's belongs to the loss.
 */
export function denseLayer(layer: DenseLayer | OutputLayer, inputs: number, activation: ActivationName): LaneLayer {
  return {
    name: layer.name,
    outputUnits: layer.units,
    variables: denseVariables(layer, inputs),
    numbers: {},
    draws: 0,
    pass(x, context): LayerPass {
      const kernel = context.weights('kernel')
      const product = tf.matMul(x, kernel)
      const sum = layer.useBias ? tf.add(product, context.weights('bias')) : product
      const { value, backward } = activate(activation, sum, context.backend)
      return {
        output: value,
        backward(dy) {
          const dSum = backward(dy)
          return {
            dx: tf.matMul(dSum, kernel, false, true),
            gradients: {
              kernel: tf.matMul(x, dSum, true, false),
              ...(layer.useBias && { bias: sumRows(dSum) }),
            },
          }
        },
      }
    },
  }
}

/** What rows of `Dense` have in common. */
export const denseFacts = {
  kernel: { kind: 'dense', variables: ['kernel', 'bias'] },
  predictAsKeras(x, { activation, use_bias }, [kernel, bias]) {
    const product = tf.matMul(x, kernel)
    return kerasActivation(activation as string, use_bias === true ? tf.add(product, bias) : product)
  },
} satisfies Partial<LaneLayerRow<DenseLayer>>

function denseVariables(layer: DenseLayer | OutputLayer, inputs: number): Readonly<Record<string, LaneVariable>> {
  const kernel: LaneVariable = {
    name: `${layer.name}/kernel`,
    rows: inputs,
    columns: layer.units,
    rank: 2,
    trainable: true,
    initializer: layer.kernelInitializer,
    ...(layer.kernelConstraint && { constraint: layer.kernelConstraint }),
    ...(layer.kernelRegularizer && { regularizer: layer.kernelRegularizer }),
  }
  if (!layer.useBias) return { kernel }
  const bias: LaneVariable = {
    name: `${layer.name}/bias`,
    rows: 1,
    columns: layer.units,
    rank: 1,
    trainable: true,
    initializer: layer.biasInitializer,
    ...(layer.biasConstraint && { constraint: layer.biasConstraint }),
    ...(layer.biasRegularizer && { regularizer: layer.biasRegularizer }),
  }
  return { kernel, bias }
}
