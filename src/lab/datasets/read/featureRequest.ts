import type { ColumnMap } from '../../../core/model/columnMap.ts'
import type { DatasetChoices } from '../store/datasetChoices.ts'
import type { ImportProgress } from './analyseOptions.ts'

/** What is wanted of a file beside the features. */
export interface FeatureRequest {
  readonly signal?: AbortSignal
  /** Which column of the file stands for which of the model; the one of the same name unless given. */
  readonly map?: ColumnMap
  /** How the file is read, where it is not as the one trained on. */
  readonly choices?: DatasetChoices
  /** Only so many bytes are read. */
  readonly limit?: number
  /** Columns whose cells are wanted as text, as they are in the file; @throws `dataset/no-such-column` */
  readonly copy?: readonly string[]
  /** More of them, where the file has them. */
  readonly copyWhereFound?: readonly string[]
  /** A column that is read as the target was: as classes or as numbers. */
  readonly target?: TargetRequest
  /** Files of so many bytes are read without a database, where nothing has to be found out from the whole of them; 1 MB unless given. */
  readonly streamsFrom?: number
  readonly onProgress?: (progress: ImportProgress) => void
}

/** The target of a file that is to be predicted. */
export interface TargetRequest {
  readonly name: string
  readonly kind: 'number' | 'category'
  /** Whether a file without it is refused. */
  readonly isNeeded: boolean
}
