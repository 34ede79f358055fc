/** A layer that the product does not have, to try what its tables make of a new one. */
import { withoutWeights } from '../../core/model/layers/layerRow.ts'
import type { LayerRow } from '../../core/model/layers/layerRow.ts'
import type { Layer } from '../../core/model/modelSpec.ts'
import { tf } from '../backend/tf.ts'
import type { LaneLayerRow } from '../program/layers/laneLayerRow.ts'

interface ScaledLayer {
  readonly type: 'scaled'
  readonly name: string
  readonly factor: number
}

/** Its row in core. */
export const scaled: LayerRow<ScaledLayer> = {
  doc: 'Multiplies by a number.',
  fields: {
    name: { kind: 'text', doc: 'Name of the layer.' },
    factor: { kind: 'number', required: true, doc: 'The number.' },
  },
  ...withoutWeights,
  keras: { className: 'Scaled' },
  predict: ({ factor }, units) => ({ units, apply: (row) => row.map((value) => value * factor) }),
  graph: ({ factor }, { graph, x }) => graph.apply('mul', [x, graph.constant([factor])]),
}

/** Its row in the trainer; the kernel does not compute it. */
export const scaledLane = {
  build: ({ name, factor }: ScaledLayer, inputs: number) => ({
    name,
    outputUnits: inputs,
    variables: {},
    numbers: { factor },
    draws: 0,
    pass: (x, context) => ({
      output: tf.mul(x, context.number('factor')),
      backward: (dy) => ({ dx: tf.mul(dy, context.number('factor')), gradients: {} }),
    }),
  }),
  predictAsKeras: (x, { factor }) => tf.mul(x, factor as number),
} as Omit<LaneLayerRow<Layer>, 'build'> & {
  build(layer: ScaledLayer, inputs: number): ReturnType<LaneLayerRow<Layer>['build']>
}
