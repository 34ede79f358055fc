/** All fits of a job: candidates × splits, with the rows of each. */
import type { Table } from '../../core/dataset/table.ts'
import type { Candidate } from '../../core/model/modelSpec.ts'
import type { FitKey } from '../../core/run/runEvent.ts'
import { FINAL_FOLD } from '../../core/run/fitStream.ts'
import type { TrainerJob } from '../../core/run/trainerJob.ts'
import { inTime } from '../../core/split/inTime.ts'
import { makeInnerSplits } from '../../core/split/makeInnerSplits.ts'
import { makeSplits } from '../../core/split/makeSplits.ts'
import { nestedPart, partKey } from '../../core/split/nestedPart.ts'
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
  /** Of a learning curve: the share of the training rows that `train` is. */
  readonly fraction?: number
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

/** Fits of learning curves: every outermost split at every share of its training rows, candidate by candidate. */
export function planLearningFits(job: TrainerJob, rows: PlanRows): readonly FitPlan[] {
  const fractions = job.explain?.fractions ?? []
  if (fractions.length === 0) return []
  const splits = allSplits(job, rows).filter(({ outer }) => outer === undefined)
  const fits = job.candidates.flatMap((candidate, index) =>
    fractions.flatMap((fraction) => splits.map((split) => planPart(job, { candidate, index, fraction }, split, rows))),
  )
  // A part too small for early stopping to watch any of it is no point of the curve.
  return fits.filter(({ train, monitor }) => train.length > 0 && monitor?.length !== 0)
}

/** As the whole fit, on a part of its training rows that the protocol could have held in. */
function planPart(
  job: TrainerJob,
  { candidate, index, fraction }: { readonly candidate: Candidate; readonly index: number; readonly fraction: number },
  split: NamedSplit,
  rows: PlanRows,
): FitPlan {
  const { labels, table } = rows
  const rules = {
    ...(labels && { labels }),
    ...(job.watch === 'byGroups' && table.groups && { groups: table.groups }),
    isInTime: job.watch === 'byTime',
  }
  const ordered = job.watch === 'byTime' ? inTime(split.train, table.time) : split.train
  const train = nestedPart(ordered, fraction, partKey(job.seed, split), rules)
  return planFit(job, candidate, index, { ...split, train, fraction }, rows)
}

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
    ...(split.fraction !== undefined && { fraction: split.fraction }),
  }
  const seed = candidate.spec.training.seed ?? job.seed
  const { earlyStopping } = candidate.spec.training
  const plan = { key, candidate, fitted: split.train, test: split.test, seed }
  if (!earlyStopping) return { ...plan, train: split.train }
  const inner = watchedSplit(rows.table, rows.labels, split.train, watchRule(job, key, seed, earlyStopping))
  return { ...plan, train: inner.fit, monitor: inner.watch }
}
