import { denseGraph, densePredictStep, denseWeights } from './densePredictStep.ts'
import type { DenseSettings } from './densePredictStep.ts'
import { activation, name, units, weights } from './layerFields.ts'
import type { LayerRow } from './layerRow.ts'

/** Keras's `Dense`. */
export interface DenseLayer extends DenseSettings {
  readonly type: 'dense'
}

export const dense: LayerRow<DenseLayer> = {
  doc: 'Every output sees every input: activation(x · kernel + bias).',
  fields: { name, units: { ...units, required: true }, activation: { ...activation, default: 'linear' }, ...weights },
  outputUnits: (layer) => layer.units,
  weights: denseWeights,
  keras: { className: 'Dense' },
  predict: densePredictStep,
  graph: denseGraph,
}
