/** What every layer of a lane model is: plain data about its shape, and one pass forward and back. */
import type { LaneBackend } from '../../backend/laneBackend.ts'
import type { Tensor } from '../../backend/tensorTypes.ts'
import type { LaneVariable } from '../laneVariable.ts'

/** What a layer may look at during a pass. Names are the layer's own (`kernel`, `rate`). */
export interface LayerContext {
  readonly backend: LaneBackend
  readonly training: boolean
  /** A variable, `[lanes, rows, columns]`. */
  weights(name: string): Tensor
  /** A per-lane number, `[lanes, 1, 1]`. */
  number(name: string): Tensor
  /** What `prepareNoise` made for this step, `[lanes, batch, …]`. */
  readonly noise?: Tensor
  /** Rows that count. Absent: all do. */
  readonly rows: BatchRows
}

/** Which rows of a batch are real: the last batch of an epoch may be padded. */
export interface BatchRows {
  /** 1 for a row, 0 for padding, `[lanes, batch, 1]`; absent in a full batch. */
  readonly mask?: Tensor
  /** 1 / number of real rows, `[lanes, 1, 1]` or a number. */
  readonly inverseCount: Tensor | number
}

/** One pass through a layer. */
export interface LayerPass {
  readonly output: Tensor
  /** Gradients with respect to the input and to the layer's variables. */
  backward(dy: Tensor): { readonly dx: Tensor; readonly gradients: Readonly<Record<string, Tensor>> }
  /** New values of variables that no gradient moves (moving averages). */
  readonly updates?: Readonly<Record<string, Tensor>>
}

export interface LaneLayer {
  readonly name: string
  readonly outputUnits: number
  /** Variables by the layer's own short names. */
  readonly variables: Readonly<Record<string, LaneVariable>>
  /** Numbers that may differ from lane to lane. */
  readonly numbers: Readonly<Record<string, number>>
  /** Uniform draws per row while training. */
  readonly draws: number
  /** Turns draws `[steps, lanes, batch, draws]` into what `pass` needs, once for a whole segment. */
  prepareNoise?(uniform: Tensor, number: (name: string) => Tensor): Tensor
  /** From `[lanes, batch, in]` to `[lanes, batch, outputUnits]`. */
  pass(x: Tensor, context: LayerContext): LayerPass
}
