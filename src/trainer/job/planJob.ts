/** What a job consists of, before anything is trained: needs the table, and no native library. */
import { fitName } from '../../core/run/fitStream.ts'
import type { Table } from '../../core/dataset/table.ts'
import { present } from '../../core/present.ts'
import { encodeTarget, type EncodedTarget } from '../../core/preprocessing/encodeTarget.ts'
import type { JobPlan, PlannedBlock } from '../../core/run/jobPlan.ts'
import type { FitKey } from '../../core/run/runEvent.ts'
import type { TrainerJob } from '../../core/run/trainerJob.ts'
import { stepsPerEpoch } from '../group/epochFeed.ts'
import type { FitPlan } from '../group/fitPlan.ts'
import { groupFits, type GroupOptions } from './groupFits.ts'
import { planFinalFits, planFits, planLearningFits } from './planFits.ts'
import { prepareFold } from './prepareFold.ts'
import { longestSegment, stepMultiplications } from './segmentLength.ts'

/** All fits of a job by kind, in the order in which they are trained. */
export interface PlannedFits {
  readonly fits: readonly FitPlan[]
  /** On all rows, held out from nothing; none where ensembles are wanted. */
  readonly finals: readonly FitPlan[]
  /** Points of learning curves. */
  readonly learning: readonly FitPlan[]
}

/** The fits of `job`. */
export function plannedFits(job: TrainerJob, table: Table, { labels }: EncodedTarget): PlannedFits {
  const rows = { table, ...(labels && { labels }) }
  return {
    fits: planFits(job, rows),
    finals: job.modelFolder === undefined || job.hasEnsembles ? [] : planFinalFits(job, rows),
    learning: planLearningFits(job, rows),
  }
}

/** How the fits of `job` are grouped. */
export function groupOptions(
  { memoryBudgetBytes }: TrainerJob,
  { rows }: Table,
  width: number,
  threads: number,
): GroupOptions {
  return { width, rows, memoryBudgetBytes, threads, longestSegment: (fit) => longestSegment(fit, width) }
}

/** The blocks that consist of these fits. @throws HoldoutError `bug/missing-value` for a fit that the job does not have */
export function blocksNamed(
  blocks: readonly (readonly FitKey[])[],
  fits: readonly FitPlan[],
): readonly (readonly FitPlan[])[] {
  const byName = new Map(fits.map((fit) => [fitName(fit.key), fit]))
  return blocks.map((keys) => keys.map((key) => present(byName.get(fitName(key)), `the fit ${fitName(key)}`)))
}

/** The blocks of a job for shards of at most `mostLanes` fits a block, final models last. Fits that are finished are left out. */
export function planJob(job: TrainerJob, table: Table, mostLanes = Infinity): JobPlan {
  const target = encodeTarget(table, job.task)
  const finished = new Set(job.finished.map(fitName))
  const { fits, learning, finals } = plannedFits(job, table, target)
  const open = (some: readonly FitPlan[]) => some.filter(({ key }) => !finished.has(fitName(key)))
  const planned = [open(fits), open(learning), open(finals)].filter((some) => some.length > 0)
  const [first] = planned.at(0) ?? []
  if (!first) return { blocks: [] }
  const { data } = prepareFold(table, target, job.preprocessing, first.fitted, first.test, { isPacked: true })
  const options = { ...groupOptions(job, table, data.width, job.threads.interOp), shards: { mostLanes } }
  const groups = planned.flatMap((some) => groupFits(some, options))
  return { blocks: groups.flatMap(({ blocks }) => blocks).map((block) => plannedBlock(block, data.width)) }
}

function plannedBlock(fits: readonly FitPlan[], width: number): PlannedBlock {
  const { candidate, train, test } = fits[0]
  const { batchSize, epochs } = candidate.spec.training
  return {
    fits: fits.map(({ key }) => key),
    multiplications: stepMultiplications(candidate, width),
    steps: epochs * stepsPerEpoch(train.length, batchSize),
    isFinal: test.length === 0,
  }
}
