import type { DatasetSettings } from '../dataset/datasetSettings.ts'
import type { FittedPreprocessing } from '../preprocessing/fittedPreprocessing.ts'
import type { TrainedNetwork } from './predict.ts'
import type { SavedModel } from './savedModel.ts'

/** One trained network with the preprocessing it was trained behind. */
export interface ModelMember {
  readonly preprocessing: FittedPreprocessing
  /** How a regression target was scaled: `scaled = (value - mean) / scale`. */
  readonly targetScale: SavedModel['targetScale']
  /** Prepared features per row. */
  readonly inputs: number
  readonly weights: TrainedNetwork['weights']
}

/** A saved model with its weights as numbers: one network, or several whose predictions are averaged. */
export interface TrainedModel extends Pick<SavedModel, 'name' | 'run' | 'task' | 'classes' | 'spec'> {
  readonly dataset?: DatasetSettings
  /** At least one; all have the same columns and the same layers. */
  readonly members: readonly ModelMember[]
}
