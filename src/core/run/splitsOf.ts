import type { Table } from '../dataset/table.ts'
import { encodeTarget } from '../preprocessing/encodeTarget.ts'
import { outermostOf } from '../split/outermostOf.ts'
import { makeInnerSplits } from '../split/makeInnerSplits.ts'
import { makeSplits } from '../split/makeSplits.ts'
import { splitRowsOf } from '../split/splitRowsOf.ts'
import type { ScopeSplit } from './fitScope.ts'
import type { TrainerJob } from './trainerJob.ts'

type SplitJob = Pick<TrainerJob, 'validation' | 'seed' | 'task'>

/** The splits of a job's protocol, made anew: the outer ones first. */
export function splitsOf(job: SplitJob, table: Table): readonly ScopeSplit[] {
  const { validation, seed } = job
  const outer = outerSplitsOf(job, table)
  if (validation.strategy !== 'nested') return outer
  const rows = splitRowsOf(table, encodeTarget(table, job.task))
  const inner = outer.flatMap(({ train }, index) =>
    makeInnerSplits(validation.inner, rows, train, seed).map((split): ScopeSplit => ({ ...split, outer: index })),
  )
  return [...outer, ...inner]
}

/** The splits of a job's protocol without those inside the training rows of another, made anew. */
export function outerSplitsOf({ validation, seed, task }: SplitJob, table: Table): readonly ScopeSplit[] {
  const rows = splitRowsOf(table, encodeTarget(table, task))
  return makeSplits(outermostOf(validation), rows, seed)
}
