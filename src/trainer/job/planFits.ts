/** All fits of a job: candidates × splits, with the rows of each. */
import type { Table } from '../../core/dataset/table.ts'
import type { Candidate } from '../../core/model/modelSpec.ts'
import type { FitKey } from '../../core/run/runEvent.ts'
import type { TrainerJob } from '../../core/run/trainerJob.ts'
import { makeInnerSplits } from '../../core/split/makeInnerSplits.ts'
import { makeSplits } from '../../core/split/makeSplits.ts'
import type { Split } from '../../core/split/split.ts'
import { splitRowsOf } from '../../core/split/splitRowsOf.ts'
import { watchRule } from '../../core/run/trainingScope.ts'
import { watchedSplit } from '../../core/split/watchedSplit.ts'
import type { FitPlan } from '../group/fitPlan.ts'

/** What splits are made from. */
export interface PlanRows {
  readonly table: Table
  /** Class of each row; absent for regression. */
  readonly labels?: Int32Array
}

interface NamedSplit extends Split {
  readonly outer?: number
}

/** The fits of `job`, candidate by candidate, repeat by repeat, fold by fold; inner fits of a nested protocol first. */
export function planFits(job: TrainerJob, rows: PlanRows): readonly FitPlan[] {
  const splits = allSplits(job, rows)
  return job.candidates.flatMap((candidate, index) =>
    splits.map((split) => planFit(job, candidate, index, split, rows)),
  )
}

/** One fit per candidate on all rows, held out from nothing. */
export function planFinalFits(job: TrainerJob, rows: PlanRows): readonly FitPlan[] {
  const train = Int32Array.from({ length: rows.table.rows }, (_, row) => row)
  const split: NamedSplit = { repeat: 0, fold: FINAL_FOLD, train, test: new Int32Array(0) }
  return job.candidates.map((candidate, index) => planFit(job, candidate, index, split, rows))
}

/** The fold number of a final model, which has no held-out rows. */
const FINAL_FOLD = -1

function allSplits(job: TrainerJob, { table, labels }: PlanRows): readonly NamedSplit[] {
  const { validation, seed, classes } = job
  const rows = splitRowsOf(table, { classes, ...(labels && { labels }) })
  if (validation.strategy !== 'nested') return makeSplits(validation, rows, seed)
  const outer = makeSplits(validation.outer, rows, seed)
  const inner = outer.flatMap(({ train }, index) =>
    makeInnerSplits(validation.inner, rows, train, seed).map((split): NamedSplit => ({ ...split, outer: index })),
  )
  return [...inner, ...outer]
}

function planFit(job: TrainerJob, candidate: Candidate, index: number, split: NamedSplit, rows: PlanRows): FitPlan {
  const key: FitKey = {
    candidate: index,
    repeat: split.repeat,
    fold: split.fold,
    ...(split.outer !== undefined && { outer: split.outer }),
  }
  const seed = candidate.spec.training.seed ?? job.seed
  const { earlyStopping } = candidate.spec.training
  const plan = { key, candidate, fitted: split.train, test: split.test, seed }
  if (!earlyStopping) return { ...plan, train: split.train }
  const inner = watchedSplit(rows.table, rows.labels, split.train, watchRule(job, key, seed, earlyStopping))
  return { ...plan, train: inner.fit, monitor: inner.watch }
}
