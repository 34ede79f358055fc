/**
 * The training process: takes one job over IPC, trains, and tells what happens; or runs one exported model. TensorFlow's calls block, so nothing
 * else lives here. It ends with its parent.
 */
import { toErrorData } from '../core/errors.ts'
import type { ExportCheck } from '../core/exports/exportCheck.ts'
import type { RunEvent } from '../core/run/runEvent.ts'
import type { TrainerCommand, TrainerJob, TrainerMessage } from '../core/run/trainerJob.ts'
import { loadAhead, openForTraining } from './backend/openBackend.ts'
import { EventOutbox } from './eventOutbox.ts'
import { runExported } from './exports/runExported.ts'
import { planJob } from './job/planJob.ts'
import { readPreparedTable } from './job/preparedTable.ts'
import { runJob } from './job/runJob.ts'
import { TrainerControl } from './job/trainerControl.ts'
import { asDiskError } from './job/asDiskError.ts'
import { openParentPort } from './parentPort.ts'

const control = new TrainerControl()
const port = openParentPort<TrainerCommand, TrainerMessage>()
const outbox = new EventOutbox((events) => {
  port.send({ kind: 'events', events })
})

port.onMessage((command) => {
  switch (command.kind) {
    case 'run':
      void trainAndExit(command.job)
      break
    case 'check':
      void checkAndExit(command.check)
      break
    case 'plan':
      void planAndExit(command.job, command.mostLanes)
      break
    case 'warmUp':
      loadAhead()
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
    case 'references':
    case 'budget':
      break
  }
})
port.send({ kind: 'ready' })

async function trainAndExit(job: TrainerJob): Promise<void> {
  const startedAt = performance.now()
  const now = () => performance.now() - startedAt
  const emit = (event: RunEvent) => {
    outbox.add(event)
  }
  try {
    const { table, verified } = await readPreparedTable(job)
    const backend = await openForTraining(job)
    await verified
    const isComplete = await runJob(job, { table, backend, control, emit, now })
    emit({ kind: 'ended', end: { kind: isComplete ? 'finished' : 'stopped' }, atMs: now() })
  } catch (thrown) {
    emit({ kind: 'ended', end: { kind: 'failed', error: toErrorData(asDiskError(thrown)) }, atMs: now() })
  }
  outbox.flush()
  await port.close()
}

async function planAndExit(job: TrainerJob, mostLanes: number | undefined): Promise<void> {
  try {
    const { table, verified } = await readPreparedTable(job)
    await verified
    port.send({ kind: 'planned', plan: planJob(job, table, mostLanes) })
  } catch (thrown) {
    port.send({ kind: 'notPlanned', error: toErrorData(thrown) })
  }
  await port.close()
}

async function checkAndExit(check: ExportCheck): Promise<void> {
  try {
    port.send({ kind: 'checked', outputs: await runExported(check) })
  } catch (thrown) {
    port.send({ kind: 'notChecked', error: toErrorData(thrown) })
  }
  await port.close()
}
