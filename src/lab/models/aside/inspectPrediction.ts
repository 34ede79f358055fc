import { rm } from 'node:fs/promises'
import type { PredictionReading } from '../../../contract/predictions.ts'
import { matchColumns } from '../../../core/model/columnMap.ts'
import { analyseNearest } from '../../datasets/read/analyseAlike.ts'
import { choicesLike } from '../../datasets/read/choicesLike.ts'
import { makeTemporaryFolder } from '../../files/temporaryFolder.ts'
import type { OpenModel } from '../openModel.ts'
import type { PredictionRequests } from './predictionJob.ts'
import { SAMPLE_BYTES } from './sampleBytes.ts'

/** How the beginning of a file fits a model. @throws HoldoutError of the families `file`, `csv` and `stopped` */
export async function inspectPrediction(
  { saved }: OpenModel,
  { file, choices, map = {} }: PredictionRequests['inspect'],
  signal: AbortSignal,
): Promise<PredictionReading> {
  const folder = await makeTemporaryFolder('prediction')
  try {
    const names = saved.preprocessing.columns.map(({ name }) => name)
    const reading = await choicesLike(file, saved.preprocessing, saved.dataset ?? {}, {
      map,
      ...(choices && { choices }),
    })
    const { inspection } = await analyseNearest({ file, choices: reading, names, folder, limit: SAMPLE_BYTES, signal })
    const { name, rows, sample, columns, dialect, encoding } = inspection
    const present = columns.map((column) => column.name)
    return {
      name,
      rows,
      isSample: sample !== undefined,
      columns: columns.map((column) => ({ name: column.name, type: column.type })),
      matches: matchColumns(names, present, map),
      hasTarget: saved.dataset !== undefined && present.includes(saved.dataset.target),
      dialect: { delimiter: dialect.delimiter, header: dialect.header, decimal: dialect.decimal },
      encoding: encoding.name,
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
