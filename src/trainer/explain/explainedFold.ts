import type { Task } from '../../core/dataset/table.ts'
import { metricNamed } from '../../core/metrics/metrics.ts'
import type { Scores } from '../../core/metrics/scores.ts'
import type { FittedPreprocessing } from '../../core/preprocessing/fitPreprocessing.ts'
import type { LaneModel } from '../program/laneModel.ts'
import type { FoldData } from '../group/foldData.ts'
import type { LaneRun } from '../group/laneRun.ts'
import type { Truth } from '../../core/metrics/scoreRows.ts'
import { predictionsOf, scoresOf } from '../group/scoreFit.ts'

/** A finished fit whose weights are known, with the fold it was trained on. */
export interface ExplainedFold {
  /** With weights. */
  readonly run: LaneRun
  readonly model: LaneModel
  readonly data: FoldData
  readonly fitted: FittedPreprocessing
}

/** What all fits of a run are judged by. */
export interface Judgement {
  readonly truth: Truth
  readonly task: Task
  readonly classes: readonly string[]
  /** Metric that ranks. */
  readonly ranking: string
}

/** Name of the metric that says how sure a model is. */
export function lossOf(task: Task): 'logLoss' | 'meanSquaredError' {
  return task === 'regression' ? 'meanSquaredError' : 'logLoss'
}

/** Scores of outputs for these rows, as those of held-out rows are computed; of those in `only` where names are given. */
export function scoresOfOutputs(
  { truth, task, classes }: Judgement,
  { data }: ExplainedFold,
  rows: Int32Array,
  outputs: Float32Array,
  only?: readonly string[],
): Scores {
  return scoresOf(truth, predictionsOf(task, classes, rows, outputs, data), only)
}

/** How much worse `score` is than `base`; `null` where either is undefined. */
export function worseBy(metric: string, base: Scores, score: Scores): number | null {
  const [before, after] = [base[metric] ?? null, score[metric] ?? null]
  if (before === null || after === null) return null
  return metricNamed(metric)?.isGreaterBetter === true ? before - after : after - before
}
