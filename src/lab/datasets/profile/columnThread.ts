/** The thread on which long columns are sorted and compared, so that the lab's event loop never waits for them. */
import { parentPort } from 'node:worker_threads'
import { preflight } from '../../../core/diagnostics/preflight/preflight.ts'
import { profileNumbers } from '../../../core/dataset/profileNumbers.ts'
import type { TableColumn } from '../../../core/dataset/table.ts'
import { toErrorData } from '../../../core/errors.ts'
import { smallestTrainFold } from '../../../core/split/smallestTrainFold.ts'
import type { ColumnAnswer, ColumnJob } from './columnJobs.ts'
import { yieldToPage } from '../../eventLoop/yieldToPage.ts'
import { readTableFile } from '../../workspace/storedTableFile.ts'
import { preflightInput } from './preflightInput.ts'

yieldToPage()

const columns: TableColumn[] = []

parentPort?.on('message', (job: ColumnJob) => {
  if (job.kind === 'column') columns.push(job.column)
  else parentPort?.postMessage(answerTo(job))
})

function answerTo(job: Exclude<ColumnJob, { kind: 'column' }>): ColumnAnswer {
  try {
    if (job.kind === 'profile') return { profile: profileNumbers(job.values) }
    if (job.kind === 'smallestTrainFold') return { trainFold: smallestTrainFold(job.validation, job.rows, job.seed) }
    if (job.kind === 'storedPreflight') {
      const { stored, about, file } = job.asked
      return { findings: preflight(preflightInput(readTableFile(stored), about, file)) }
    }
    const features = columns.splice(0)
    const target = features.pop()
    if (!target) throw new Error('a pre-flight came before its target')
    return { findings: preflight({ ...job.input, table: { ...job.input.table, features, target } }) }
  } catch (error) {
    return { error: toErrorData(error) }
  }
}
