/** The lanes of a block as their feed sees them. */
import { present } from '../../core/present.ts'
import { splitName } from '../../core/run/fitStream.ts'
import { epochDraws, fitKey, type FeedLane } from './epochFeed.ts'
import type { FoldData } from './foldData.ts'
import type { LaneSetup } from './laneBlock.ts'
import type { LaneRun } from './laneRun.ts'
import { buildLaneModel } from '../program/laneModel.ts'
import type { BlockJob } from './blockJob.ts'

/** The prepared tables of a block, one for each split, and which of them each lane reads. */
export interface BlockFolds {
  readonly folds: readonly FoldData[]
  readonly foldOfLane: readonly number[]
}

/** The tables of the splits of `runs`. */
export function foldsOf(job: BlockJob, runs: readonly LaneRun[]): BlockFolds {
  const names = [...new Set(runs.map(({ fit }) => splitName(fit.key)))]
  const folds = names.map((name) =>
    job.foldOf(
      present(
        runs.find(({ fit }) => splitName(fit.key) === name),
        `a fit of split ${name}`,
      ).fit,
    ),
  )
  return { folds, foldOfLane: runs.map(({ fit }) => names.indexOf(splitName(fit.key))) }
}

/** How each lane begins: its network with its numbers, its table, the keys of its first weights. */
export function laneSetups(job: BlockJob, runs: readonly LaneRun[], { folds, foldOfLane }: BlockFolds): LaneSetup[] {
  return runs.map(({ fit }, lane) => ({
    model: {
      ...buildLaneModel(fit.candidate.spec, folds[0].width),
      ...(job.squaresErrors && { squaresErrors: true }),
    },
    fold: foldOfLane[lane],
    weightKey: (variable) => fitKey(fit, 'weights', variable),
  }))
}

/** Each lane's draws, weights and rates; `firstRowOf` says where its table begins among the block's rows. */
export function feedLanesOf(
  job: BlockJob,
  runs: readonly LaneRun[],
  firstRowOf: (lane: number) => number,
): readonly FeedLane[] {
  return runs.map((run, lane): FeedLane => {
    const rowWeights = job.rowWeightsOf(run.fit)
    return {
      fit: run.fit,
      draws: epochDraws(run.fit),
      firstRow: firstRowOf(lane),
      ...(rowWeights && { rowWeights }),
      get plateauRate() {
        return run.plateau.rate
      },
    }
  })
}
