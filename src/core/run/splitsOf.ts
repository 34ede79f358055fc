import type { Table } from '../dataset/table.ts'
import { encodeTarget } from '../preprocessing/encodeTarget.ts'
import { makeInnerSplits } from '../split/makeInnerSplits.ts'
import { makeSplits } from '../split/makeSplits.ts'
import { splitRowsOf } from '../split/splitRowsOf.ts'
import type { ScopeSplit } from './fitScope.ts'
import type { TrainerJob } from './trainerJob.ts'

/** The splits of a job's protocol, made anew: the outer ones first. */
export function splitsOf(job: Pick<TrainerJob, 'validation' | 'seed' | 'task'>, table: Table): readonly ScopeSplit[] {
  const { validation, seed } = job
  const rows = splitRowsOf(table, encodeTarget(table, job.task))
  if (validation.strategy !== 'nested') return makeSplits(validation, rows, seed)
  const outer = makeSplits(validation.outer, rows, seed)
  const inner = outer.flatMap(({ train }, index) =>
    makeInnerSplits(validation.inner, rows, train, seed).map((split): ScopeSplit => ({ ...split, outer: index })),
  )
  return [...outer, ...inner]
}
