import { dense } from './dense.ts'
import { denseGraph, densePredictStep, denseWeights } from './densePredictStep.ts'
import type { DenseSettings } from './densePredictStep.ts'
import { activation, name, units, weights } from './layerFields.ts'
import type { LayerRow } from './layerRow.ts'

/** The last layer. Units and activation follow from the task unless given. */
export interface OutputLayer extends DenseSettings {
  readonly type: 'output'
}

export const output: LayerRow<OutputLayer> = {
  doc: 'The last layer. Units and activation follow from the task unless given.',
  fields: { name, units, activation, ...weights },
  outputUnits: (layer) => layer.units,
  weights: denseWeights,
  keras: { className: 'Dense', fields: dense.fields },
  predict: densePredictStep,
  graph: denseGraph,
}
