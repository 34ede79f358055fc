import type { RandomSource } from '../../random/randomSource.ts'
import type { GraphBuilder, GraphValue } from '../../graph/graph.ts'
import type { Field, Fields } from '../../settings/field.ts'

/** Weights by variable name (`dense1/kernel`), Keras's shapes flattened in row order. */
export type NamedWeights = Readonly<Record<string, Float32Array>>

/** One layer of a trained network: from a row of inputs to a row of `units` outputs, in a place that the next row may overwrite. */
export interface PredictStep {
  readonly units: number
  apply(row: Float64Array): Float64Array
}

/** One weight of a layer: moved by the gradient, or a moving average. */
export interface LayerWeight {
  /** Its name in the layer (`kernel`); Keras's is the same in snake case. */
  readonly name: string
  readonly shape: readonly number[]
  readonly trainable: boolean
}

/** The layer of Keras 3 that does the same. */
export interface KerasClass {
  readonly className: string
  /** Arguments beside the layer's fields. */
  readonly config?: Readonly<Record<string, unknown>>
  /** Its arguments with Keras's defaults; the fields of the layer unless given. */
  readonly fields?: Fields
}

/** Where a layer is added to a graph: its trained weights, and the values that come in. */
export interface GraphPlace {
  readonly graph: GraphBuilder
  readonly weights: NamedWeights
  readonly x: GraphValue
}

/** All that core knows of one layer type. `inputs` are the values per row that enter the layer. */
export type LayerRow<L extends { readonly type: string }> = LayerFacts<L> & (PredictingLayer<L> | RestingLayer)

export interface LayerFacts<L extends { readonly type: string }> {
  /** What it does, one line. */
  readonly doc: string
  readonly fields: { readonly [K in Exclude<keyof L, 'type'>]-?: Field }
  /** Values per row that leave the layer. */
  outputUnits(layer: L, inputs: number): number
  /** In Keras's order. */
  weights(layer: L, inputs: number): readonly LayerWeight[]
  readonly keras: KerasClass
  /** Whether it drops values while training. */
  readonly drops?: true
  /** The layer with noise as in training, drawn once and the same for all rows; absent where it draws none. */
  disturb?(layer: L, inputs: number, random: RandomSource): PredictStep
}

/** A layer that acts while predicting. */
interface PredictingLayer<L> {
  /**
   * The layer as it predicts, in plain arithmetic.
   * @throws HoldoutError `model/weights` where weights are missing or of another size
   */
  predict(layer: L, inputs: number, weights: NamedWeights): PredictStep
  /** The same in the operations of exported models. */
  graph(layer: L, place: GraphPlace): GraphValue
}

/** A layer that only acts while training. */
interface RestingLayer {
  readonly predict?: undefined
  readonly graph?: undefined
}

/** The parts of a row that layers without weights share: as many values leave as enter. */
export const withoutWeights = {
  outputUnits: (_layer: unknown, inputs: number): number => inputs,
  weights: (): readonly LayerWeight[] => [],
}
