/**
 * The training process: takes one job over IPC, trains, and tells what happens; or runs one exported model. TensorFlow's calls block, so nothing
 * else lives here. It ends with its parent.
 */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { decodeTable } from '../core/dataset/tableFile.ts'
import { HoldoutError, toErrorData } from '../core/errors.ts'
import type { ExportCheck } from '../core/exports/exportCheck.ts'
import type { RunEvent } from '../core/run/runEvent.ts'
import type { TrainerCommand, TrainerJob, TrainerMessage } from '../core/run/trainerJob.ts'
import { loadAhead, openForTraining } from './backend/openBackend.ts'
import { EventOutbox } from './eventOutbox.ts'
import { runExported } from './exports/runExported.ts'
import { runJob } from './job/runJob.ts'
import { TrainerControl } from './job/trainerControl.ts'
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
    const table = decodeTable(readTableFile(job))
    const backend = await openForTraining(job)
    const isComplete = await runJob(job, { table, backend, control, emit, now })
    emit({ kind: 'ended', end: { kind: isComplete ? 'finished' : 'stopped' }, atMs: now() })
  } catch (thrown) {
    emit({ kind: 'ended', end: { kind: 'failed', error: toErrorData(asDiskError(thrown)) }, atMs: now() })
  }
  outbox.flush()
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

/** Codes of the file system for a folder that is gone or closed, or a disk that fails. */
const CANNOT_WRITE: ReadonlySet<string> = new Set(['ENOENT', 'EACCES', 'EPERM', 'EROFS', 'EIO', 'ENOTDIR', 'EMFILE'])

/** A checkpoint or a model that the disk does not take is nobody's fault; anything else is passed on. */
function asDiskError(thrown: unknown): unknown {
  const { code = '', path } = thrown as NodeJS.ErrnoException
  if (CANNOT_WRITE.has(code) && path !== undefined)
    return new HoldoutError('trainer/cannot-write', `A checkpoint or a model could not be written: ${code}.`, {
      cause: thrown,
      path,
      hint: 'Look whether the folder of the workspace is still there and can be written to, then resume the run.',
    })
  if (code !== 'ENOSPC' && code !== 'EDQUOT') return thrown
  return new HoldoutError('trainer/disk-full', 'The disk is full: a checkpoint or a model could not be written.', {
    cause: thrown,
    hint: 'Free some space, then resume the run.',
  })
}

/** @throws HoldoutError `trainer/table-unreadable`, `trainer/table-damaged` */
function readTableFile({ tableFile: path, tableSha256 }: TrainerJob): Uint8Array {
  const bytes = readBytes(path)
  if (tableSha256 === undefined || createHash('sha256').update(bytes).digest('hex') === tableSha256) return bytes
  throw new HoldoutError('trainer/table-damaged', 'The table that the run was to be trained on is damaged.', {
    path,
    hint: 'Start the experiment again from its dataset; the table is then written anew, and the run can go on.',
  })
}

function readBytes(path: string): Uint8Array {
  try {
    return readFileSync(path)
  } catch (cause) {
    throw new HoldoutError('trainer/table-unreadable', `cannot read the prepared table ${path}`, {
      cause,
      path,
      hint: 'Run the experiment again; the file is written anew.',
    })
  }
}
