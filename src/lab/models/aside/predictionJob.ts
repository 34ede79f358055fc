import type { ModelFacts, PredictionReading, PredictionResult, ShownRow } from '../../../contract/predictions.ts'
import type { ErrorData } from '../../../core/errors.ts'
import type { DropoutPasses } from '../../../core/model/dropoutPasses.ts'
import type { ColumnMap } from '../../../core/model/columnMap.ts'
import type { DatasetChoices } from '../../datasets/store/datasetChoices.ts'

interface FileRequest {
  /** Path of the model file. */
  readonly model: string
  /** Path of the CSV. */
  readonly file: string
  readonly choices?: DatasetChoices
  readonly map?: ColumnMap
}

/** What the thread for predictions is asked, by kind. */
export interface PredictionRequests {
  /** What there is to know of a model. */
  readonly facts: { readonly model: string }
  /** How a file fits a model. */
  readonly inspect: FileRequest
  /** Predicts a file, or where `out` is absent its beginning. */
  readonly predict: FileRequest & {
    /** Where the predictions are written as CSV. */
    readonly out?: string
    readonly level?: number
    readonly passes?: DropoutPasses
    readonly copy?: readonly string[]
    readonly hasProbabilities?: boolean
    readonly hasWarnings?: boolean
  }
  /** Predicts one row typed by hand; empty cells are missing. */
  readonly row: {
    readonly model: string
    readonly cells: Readonly<Record<string, string>>
    readonly level?: number
    readonly passes?: DropoutPasses
  }
}

/** What it answers. */
export interface PredictionAnswers {
  readonly facts: Omit<ModelFacts, 'model'>
  readonly inspect: PredictionReading
  readonly predict: Omit<PredictionResult, 'id'>
  readonly row: ShownRow
}

export type PredictionKind = keyof PredictionRequests

/** A job for the thread. */
export type PredictionJob = {
  [Kind in PredictionKind]: { readonly kind: Kind; readonly request: PredictionRequests[Kind] }
}[PredictionKind]

/** How far a prediction is: from 0 to 1 over the whole of it, and rows once they are known. */
export interface PredictionShare {
  readonly share: number
  readonly done?: number
  readonly rows?: number
}

/** To the thread: a job under a number, or that it is no longer wanted. */
export type ToThread = { readonly id: number; readonly job: PredictionJob } | { readonly cancel: number }

/** From the thread, by the number of the job. */
export type FromThread = { readonly id: number } & (
  | { readonly progress: PredictionShare }
  | { readonly answer: PredictionAnswers[PredictionKind] }
  | { readonly error: ErrorData }
)
