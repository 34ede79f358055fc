import type { ResolvedExperiment } from '../experiment/experiment.ts'
import type { DatasetDocument, RunDocument } from './runDocument.ts'

/** The class that scores of a run with a binary task are about: runs of earlier versions knew only the second. */
export function positiveClassIn(
  { task, positiveClass }: Pick<ResolvedExperiment, 'task' | 'positiveClass'>,
  { classes }: Pick<DatasetDocument, 'classes'>,
): Pick<RunDocument, 'positiveClass'> {
  const label = positiveClass ?? classes?.[1]
  return task === 'binary' && label !== undefined ? { positiveClass: label } : {}
}
