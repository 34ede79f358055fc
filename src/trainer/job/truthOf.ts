import type { Table } from '../../core/dataset/table.ts'
import type { Truth } from '../../core/metrics/scoreRows.ts'
import type { EncodedTarget } from '../../core/preprocessing/encodeTarget.ts'
import type { TrainerJob } from '../../core/run/trainerJob.ts'

/** What held-out predictions of a job are compared with: the class they are about, and the weights that rows count by. */
export function truthOf(
  { task, scoring = {} }: Pick<TrainerJob, 'task' | 'scoring'>,
  { labels, values }: EncodedTarget,
  { weights }: Pick<Table, 'weights'>,
): Truth {
  const { positive, isWeighted = false } = scoring
  return {
    task,
    ...(labels && { labels }),
    ...(values && { values }),
    ...(positive !== undefined && { positive }),
    ...(isWeighted && weights && { weights }),
  }
}
