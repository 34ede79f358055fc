import type { RandomSource } from '../../random/randomSource.ts'
import type { Field } from '../../settings/field.ts'

/** Weights by variable name (`dense1/kernel`), Keras's shapes flattened in row order. */
export type NamedWeights = Readonly<Record<string, Float32Array>>

/** One layer of a trained network: from a row of inputs to a row of `units` outputs, in a place that the next row may overwrite. */
export interface PredictStep {
  readonly units: number
  apply(row: Float64Array): Float64Array
}

/** Weights of a layer: those the gradient moves, and moving averages. */
export interface ParameterCount {
  readonly trainable: number
  readonly moving: number
}

/** All that core knows of one layer type. `inputs` are the values per row that enter the layer. */
export interface LayerRow<L extends { readonly type: string }> {
  /** What it does, one line. */
  readonly doc: string
  readonly fields: { readonly [K in Exclude<keyof L, 'type'>]-?: Field }
  /** Values per row that leave the layer. */
  outputUnits(layer: L, inputs: number): number
  parameters(layer: L, inputs: number): ParameterCount
  /**
   * The layer as it predicts, in plain arithmetic; absent where it only acts while training.
   * @throws HoldoutError `model/weights` where weights are missing or of another size
   */
  predict?(layer: L, inputs: number, weights: NamedWeights): PredictStep
  /** The layer with noise as in training, drawn once and the same for all rows; absent where it draws none. */
  disturb?(layer: L, inputs: number, random: RandomSource): PredictStep
}

/** The parts of a row that layers without weights share: as many values leave as enter. */
export const withoutWeights = {
  outputUnits: (_layer: unknown, inputs: number): number => inputs,
  parameters: (): ParameterCount => ({ trainable: 0, moving: 0 }),
}
