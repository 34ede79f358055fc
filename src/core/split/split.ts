/** Which rows are trained on and which are held out. Indices only: row numbers in the dataset, from 0. */
export interface Split {
  readonly repeat: number
  readonly fold: number
  readonly train: Int32Array
  readonly test: Int32Array
}

/** What a splitter may know of the rows: never a feature. */
export interface SplitRows {
  readonly count: number
  /** Class code of each row; needed to stratify. */
  readonly labels?: Int32Array
  /** Names of the classes in code order, for messages. */
  readonly classes?: readonly string[]
  /** Group code of each row, from 0; needed to keep groups together. */
  readonly groups?: Int32Array
  /** Value of each row, for regression; needed to stratify by bins. */
  readonly values?: Float64Array
  /** Time of each row, by which a time series is sorted. */
  readonly time?: Float64Array
  /** Series code of each row, from 0, where several series are split each by itself. */
  readonly series?: Int32Array
  /** Predefined part of each row: -1 is only trained on, `k` is held out in fold `k`. */
  readonly parts?: Int32Array
  /** Weight of each row in the loss; no splitter looks at it, but a training fold needs one above zero. */
  readonly weights?: Float64Array
}

/** The two sides of one fold. */
export interface Sides {
  readonly train: Int32Array
  readonly test: Int32Array
}
