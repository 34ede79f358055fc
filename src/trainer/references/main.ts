/**
 * The process that fits reference models beside the training process: takes one job over IPC and tells what happens. It
 * runs at a lower priority while the networks train, so that they come first, and ends with its parent.
 */
import { readFileSync } from 'node:fs'
import { decodeTable } from '../../core/dataset/tableFile.ts'
import { toErrorData } from '../../core/errors.ts'
import type { RunEnd, RunEvent } from '../../core/run/runEvent.ts'
import type { ReferenceJob, TrainerCommand, TrainerMessage } from '../../core/run/trainerJob.ts'
import { TrainerControl } from '../job/trainerControl.ts'
import { openParentPort } from '../parentPort.ts'
import { fitReferences, MOST_SECONDS } from './fitReferences.ts'
import { standBack } from './standBack.ts'

const control = new TrainerControl()
const port = openParentPort<TrainerCommand, TrainerMessage>()
let budget = MOST_SECONDS
const comeForward = standBack()

port.onMessage((command) => {
  switch (command.kind) {
    case 'references':
      void fitAndExit(command.job)
      break
    case 'budget':
      // Comes when the networks are done.
      budget = Math.min(MOST_SECONDS, command.seconds)
      comeForward()
      break
    case 'stop':
      control.stop()
      break
    case 'pause':
      control.pause()
      break
    case 'resume':
      control.resume()
      break
    case 'plan':
    case 'run':
    case 'check':
    case 'warmUp':
      break
  }
})
port.send({ kind: 'ready' })

async function fitAndExit(job: ReferenceJob): Promise<void> {
  const startedAt = performance.now()
  const emit = (event: RunEvent) => port.send({ kind: 'events', events: [event] })
  const now = () => performance.now() - startedAt
  const end = await fit(job, emit, now)
  emit({ kind: 'ended', end, atMs: now() })
  await port.close()
}

async function fit(job: ReferenceJob, emit: (event: RunEvent) => void, now: () => number): Promise<RunEnd> {
  try {
    const table = decodeTable(readFileSync(job.tableFile))
    const isComplete = await fitReferences(job, { table, control, emit, now, spent, budget: () => budget })
    return { kind: isComplete ? 'finished' : 'stopped' }
  } catch (thrown) {
    return { kind: 'failed', error: toErrorData(thrown) }
  }
}

/** Processor time of this process, in seconds. */
function spent(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}
