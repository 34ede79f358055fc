/**
 * A final model as one JSON file: a network, its weights, and the preprocessing it was trained behind; or an ensemble, the networks of
 * all folds, whose mean it predicts.
 */
import type { Task } from '../dataset/table.ts'
import type { DatasetSettings } from '../dataset/datasetSettings.ts'
import type { FittedPreprocessing } from '../preprocessing/fittedPreprocessing.ts'
import type { ModelSpec } from './modelSpec.ts'

/** One network. Weights are little-endian float32 in base64, Keras's shapes flattened in row order. */
export interface SavedMember {
  readonly preprocessing: FittedPreprocessing
  /** How a regression target was scaled: `scaled = (value - mean) / scale`. */
  readonly targetScale: { readonly mean: number; readonly scale: number }
  /** Prepared features per row. */
  readonly inputs: number
  /** By variable, e.g. `dense1/kernel`. */
  readonly weights: Readonly<Record<string, string>>
}

/** What the file holds: the network trained on all rows, or the first one of an ensemble. */
export interface SavedModel extends SavedMember {
  /** 2: an ensemble, which versions before there were ensembles must refuse. */
  readonly holdoutModel: 1 | 2
  /** The run it came from. */
  readonly run: string
  readonly name: string
  readonly task: Task
  /** Labels of the classes in code order; empty for regression. */
  readonly classes: readonly string[]
  readonly spec: ModelSpec
  /** Of an ensemble: its other networks. All have the same columns, levels, width and layers. */
  readonly others?: readonly SavedMember[]
  /** The class of a binary task that the run's scores are about; absent: the second. */
  readonly positiveClass?: string
  /** From which probability of the positive class on a row is called so, where another than one half was chosen. */
  readonly threshold?: number
  /** How its dataset was read, so that another file is read alike. */
  readonly dataset?: DatasetSettings
  /**
   * How badly each row was predicted while it was held out (`core/statistics/conformal.ts`), ascending: what intervals and sets of
   * new predictions rest on. Absent where not every fold is known.
   */
  readonly heldOutScores?: readonly number[]
  /** Least and largest number that training rows have, by feature. Absent in models from before they were kept. */
  readonly ranges?: Readonly<Record<string, readonly [least: number, most: number]>>
  /** Of the file's JSON without this member; see `modelFile.ts`. Absent in models from before there were checksums. */
  readonly sha256?: string
}

/** The networks of a model, at least one. */
export function membersOf(model: SavedModel): readonly SavedMember[] {
  return [model, ...(model.others ?? [])]
}
