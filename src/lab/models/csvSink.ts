import type { SavedModel } from '../../core/model/savedModel.ts'
import type { GrowingFile } from '../files/growingFile.ts'
import type { PredictionSink } from './predictCsv.ts'
import { PredictedCsv } from './predictedCsv.ts'
import type { PredictedColumns } from './predictedCsv.ts'

/** Writes predictions as CSV, where there is a file for them. A file that is read once more is written anew. */
export function csvSink(
  saved: SavedModel,
  columns: PredictedColumns,
  file: GrowingFile | undefined,
): Required<PredictionSink> {
  let csv: PredictedCsv | undefined
  return {
    begin: async (shape) => {
      if (csv) await file?.restart()
      csv = new PredictedCsv(saved, shape, columns)
      await file?.add(csv.header)
    },
    add: (rows) => file?.add(csv?.lines(rows) ?? ''),
  }
}
