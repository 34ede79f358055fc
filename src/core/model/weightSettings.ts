/** How weights begin, what they are held to, and what they cost. */
export type Initializer =
  | { readonly type: 'zeros' }
  | { readonly type: 'ones' }
  | { readonly type: 'constant'; readonly value: number }
  | { readonly type: 'randomNormal'; readonly mean: number; readonly stddev: number }
  | { readonly type: 'randomUniform'; readonly minValue: number; readonly maxValue: number }
  | { readonly type: 'truncatedNormal'; readonly mean: number; readonly stddev: number }
  | { readonly type: 'glorotUniform' | 'glorotNormal' | 'heUniform' | 'heNormal' | 'lecunUniform' | 'lecunNormal' }

/** Keras semantics; `axis: 0` of a kernel `[in, out]` sums over inputs. */
export type Constraint =
  | { readonly type: 'maxNorm'; readonly maxValue: number; readonly axis: number }
  | {
      readonly type: 'minMaxNorm'
      readonly minValue: number
      readonly maxValue: number
      readonly rate: number
      readonly axis: number
    }
  | { readonly type: 'unitNorm'; readonly axis: number }
  | { readonly type: 'nonNeg' }

/** Penalty added to the loss: `l1 * sum|w| + l2 * sum w²`. */
export interface Regularizer {
  readonly type: 'l1' | 'l2' | 'l1l2'
  readonly l1: number
  readonly l2: number
}

/** Settings of a layer with a kernel and a bias. */
export interface WeightSettings {
  readonly useBias: boolean
  readonly kernelInitializer: Initializer
  readonly biasInitializer: Initializer
  readonly kernelConstraint?: Constraint
  readonly biasConstraint?: Constraint
  readonly kernelRegularizer?: Regularizer
  readonly biasRegularizer?: Regularizer
}
