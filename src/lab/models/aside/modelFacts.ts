import type { ModelColumn } from '../../../contract/predictions.ts'
import { columnSettings } from '../../../core/dataset/columnSettings.ts'
import { drawsNoise } from '../../../core/model/predict.ts'
import { knownLevels } from '../../../core/model/knownLevels.ts'
import type { SavedModel } from '../../../core/model/savedModel.ts'
import type { FittedColumn } from '../../../core/preprocessing/fittedPreprocessing.ts'
import { idColumns } from '../idColumns.ts'
import type { OpenModel } from '../openModel.ts'
import type { PredictionAnswers } from './predictionJob.ts'

/** Levels of a category that are listed at most. */
const MOST_LEVELS = 200

/** What a person must know of a model to predict with it. */
export function modelFacts({ saved, trained }: OpenModel): PredictionAnswers['facts'] {
  const { name, task, classes, dataset, preprocessing, heldOutScores = [] } = saved
  return {
    name,
    task,
    classes,
    ...(dataset && { target: dataset.target }),
    columns: preprocessing.columns.map((column, place) => columnOf(column, place, saved)),
    ids: idColumns(saved),
    heldOutRows: heldOutScores.length,
    members: trained.members.length,
    mayDiffer: trained.members.length > 1 || drawsNoise(trained.spec),
  }
}

function columnOf(fitted: FittedColumn, place: number, saved: SavedModel): ModelColumn {
  const { dataset, ranges = {} } = saved
  const { name } = fitted
  const type = columnSettings(dataset?.columns, name)?.type
  const own = { name, ...(type !== undefined && { type }) }
  if (fitted.kind === 'number') {
    const range = Object.hasOwn(ranges, name) && { range: ranges[name] }
    return { ...own, kind: 'number', levels: [], fill: fitted.fill, mayBeMissing: fitted.fill !== null, ...range }
  }
  const levels = knownLevels(saved, place).slice(0, MOST_LEVELS)
  const fill = fitted.fill < 0 ? null : fitted.levels[fitted.fill]
  return { ...own, kind: 'category', levels, fill, mayBeMissing: true }
}
