import type { TrainedModel } from '../../core/model/trainedModel.ts'
import type { ExportSource } from './exportSource.ts'
import type { Parity } from './parity.ts'

/** The card of a model, as Markdown and as one HTML file. */
export function modelCardFiles(
  _source: ExportSource,
  _model: TrainedModel,
  _parity: Parity,
): readonly (readonly [string, string])[] {
  return []
}
