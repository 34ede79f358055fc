/** What one layer of a trained network looks like. */
export interface LayerNetwork {
  readonly name: string
  readonly units: number
  /** Mean and largest Euclidean norm of the units' incoming weights. */
  readonly meanNorm: number
  readonly maxNorm: number
  /** The bound of a max-norm constraint, and the share of units that stand at it. */
  readonly bound?: number
  readonly boundShare?: number
  /** Share of units that are 0 for all training rows; of layers whose activation can be 0. */
  readonly deadShare?: number
}

/** The layers of one fit's network after training. */
export interface FitNetwork {
  readonly repeat: number
  readonly fold: number
  readonly layers: readonly LayerNetwork[]
}
