import type { ReadColumn } from '../../../contract/predictions.ts'
import { fileColumn } from '../../../core/model/columnMap.ts'
import { GrowingFile } from '../../files/growingFile.ts'
import { csvSink } from '../csvSink.ts'
import { idColumns } from '../idColumns.ts'
import type { OpenModel } from '../openModel.ts'
import { predictCsv } from '../predictCsv.ts'
import type { PredictionProgress, PredictionSummary } from '../predictCsv.ts'
import { predictedRange } from '../predictedRange.ts'
import type { JobContext } from './jobContext.ts'
import type { PredictionAnswers, PredictionShare, PredictionRequests } from './predictionJob.ts'
import { SAMPLE_BYTES } from './sampleBytes.ts'
import { ShownRowLists } from './shownRows.ts'

/**
 * Predicts a file into another one, or its beginning into none, and gathers what the page shows of it.
 * @throws HoldoutError as `predictCsv` and `predictedRange`; then the file is not there
 */
export async function predictForPage(
  model: OpenModel,
  request: PredictionRequests['predict'],
  { signal, onProgress }: JobContext,
): Promise<PredictionAnswers['predict']> {
  const { saved } = model
  const { out, level, passes, copy = [], choices, map, hasProbabilities = true, hasWarnings = true } = request
  const range = level === undefined ? undefined : predictedRange(saved, level)
  const columns = { hasProbabilities, hasWarnings, hasSpread: passes !== undefined, ...(range && { range }) }
  let lists = new ShownRowLists(saved, range)
  const file = out === undefined ? undefined : new GrowingFile(out)
  const csv = csvSink(saved, columns, file)
  try {
    const found = await predictCsv(
      model,
      request.file,
      {
        ids: idColumns(saved),
        copy,
        scores: 'whereFound',
        signal,
        onProgress: (progress) => onProgress(shareOf(progress)),
        ...(choices && { choices }),
        ...(map && { map }),
        ...(passes && { passes }),
        ...(file === undefined && { limit: SAMPLE_BYTES }),
      },
      {
        begin: (shape) => {
          lists = new ShownRowLists(saved, range)
          return csv.begin(shape)
        },
        add: (rows) => {
          lists.add(rows)
          return csv.add(rows)
        },
      },
    )
    await file?.keep()
    return resultOf(model, found, lists, request)
  } catch (error) {
    await file?.abandon()
    throw error
  }
}

/** Where the file is read first, that takes about as long as predicting. */
function shareOf(progress: PredictionProgress): PredictionShare {
  if (progress.stage === 'reading') return { share: progress.share / 2 }
  const { done, rows, share } = progress
  return rows === undefined ? { share, done } : { share: 0.5 + share / 2, done, rows }
}

function resultOf(
  { saved }: OpenModel,
  found: PredictionSummary,
  { shown, counts }: ShownRowLists,
  { level, map = {} }: PredictionRequests['predict'],
): PredictionAnswers['predict'] {
  const { rows, predicted, copied, hasTarget, noticed, notes, inspection, scores, scoredRows, confusion } = found
  const columns = saved.preprocessing.columns.flatMap(({ name }): ReadColumn[] => {
    const from = fileColumn(name, map)
    const column = inspection.columns.find((one) => one.name === from)
    if (!column) return []
    const { type, style, dateFormat } = column
    return [{ name, type, ...(style && { decimal: style.decimal }), ...(dateFormat !== undefined && { dateFormat }) }]
  })
  return {
    rows,
    predicted,
    copied,
    hasTarget,
    shown,
    counts,
    columns,
    noticed,
    notes,
    ledger: inspection.ledger,
    ...(level !== undefined && { level }),
    ...(scores && { scores }),
    ...(scoredRows !== undefined && { scoredRows }),
    ...(confusion && { confusion }),
  }
}
