import type { RawColumn } from './rawColumns.ts'

/** Formats that a program other than Holdout runs. */
export type RunnableFormat = 'onnx' | 'savedmodel' | 'keras' | 'tfjs'

/** An exported model that is to be run by its own runtime, with the rows to run it on. */
export interface ExportCheck {
  readonly format: RunnableFormat
  /** The file, or the folder of a SavedModel or a TensorFlow.js model. */
  readonly path: string
  readonly input:
    | { readonly kind: 'columns'; readonly columns: readonly RawColumn[] }
    | { readonly kind: 'matrix'; readonly values: Float32Array; readonly width: number }
}

/** What the runtime predicted. */
export interface ExportOutputs {
  /** `[rows, columns]`. */
  readonly values: Float64Array
  /** Name and version of what ran it. */
  readonly runtime: string
}
