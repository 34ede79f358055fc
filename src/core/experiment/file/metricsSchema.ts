import * as z from 'zod/mini'
import { METRICS, WEIGHTED_METRICS } from '../../metrics/metrics.ts'

const NAMES = [...METRICS, ...WEIGHTED_METRICS].map(({ name }) => name)
const error = 'a list of 1 or more different scores, such as [accuracy, rocAuc]'

/** `metrics`: names of scores. Whether the task has them is for `resolveExperiment` to say. */
export const metricsSchema = z
  .array(z.enum(NAMES, { error: `one of ${METRICS.map(({ name }) => name).join(', ')}` }), { error })
  .check(
    z.minLength(1, { error }),
    z.refine((names) => new Set(names).size === names.length, { error }),
  )
