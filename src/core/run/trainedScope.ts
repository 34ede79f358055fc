/** Which rows a fit learned from, which early stopping watched, and the class weights counted on the former. */
export interface TrainingScope {
  readonly trainedRows: number
  /** Absent without early stopping. */
  readonly watchedRows?: number
  /** In the order of the classes; absent without class weights. */
  readonly classWeights?: readonly number[]
  /** 128-bit hash of the numbers of all these rows and of the weights. */
  readonly fingerprint: string
}
