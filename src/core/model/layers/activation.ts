import type { ActivationName } from '../activationName.ts'
import { activationGraph } from '../activationGraph.ts'
import { applyActivation } from '../activationValue.ts'
import { activation as activationField, name } from './layerFields.ts'
import { withoutWeights } from './layerRow.ts'
import type { LayerRow } from './layerRow.ts'

/** Keras's `Activation`. */
export interface ActivationLayer {
  readonly type: 'activation'
  readonly name: string
  readonly activation: ActivationName
}

export const activation: LayerRow<ActivationLayer> = {
  doc: 'Applies a function to each value.',
  fields: { name, activation: { ...activationField, required: true } },
  ...withoutWeights,
  keras: { className: 'Activation' },
  predict: (layer, units) => ({
    units,
    apply(row) {
      applyActivation(layer.activation, row)
      return row
    },
  }),
  graph: ({ activation }, { graph, x }) => activationGraph(graph, activation, x),
}
