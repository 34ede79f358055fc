/**
 * The process that fits reference models beside the training process: takes one job over IPC and tells what happens. It
 * runs at a lower priority while the networks train, so that they come first, and ends with its parent.
 */
import { statSync } from 'node:fs'
import { getPriority } from 'node:os'
import { toErrorData } from '../../core/errors.ts'
import type { ReferenceKind } from '../../core/references/referenceKind.ts'
import type { RunEnd, RunEvent } from '../../core/run/runEvent.ts'
import type { ReferenceJob, TrainerCommand, TrainerMessage } from '../../core/run/trainerJob.ts'
import { openParentPort } from '../parentPort.ts'
import { fitBeside, type ReferenceThread } from './fitBeside.ts'
import { fitReferencesOf } from './fitReferencesOf.ts'
import { ReferenceControl } from './referenceControl.ts'
import { standBack } from './standBack.ts'

/** A second thread holds the table once more. */
const MOST_BYTES_TWICE = 64 << 20

const port = openParentPort<TrainerCommand, TrainerMessage>()
const priority = getPriority()
const asked = new ReferenceControl(standBack(priority))
let thread: ReferenceThread | undefined

port.onMessage((command) => {
  if (command.kind === 'references') {
    void fitAndExit(command.job)
    return
  }
  asked.hear(command)
  thread?.send(command)
})
port.send({ kind: 'ready' })

async function fitAndExit(job: ReferenceJob): Promise<void> {
  const startedAt = performance.now()
  const emit = (event: RunEvent) => port.send({ kind: 'events', events: [event] })
  const end = await fit(job, emit)
  emit({ kind: 'ended', end, atMs: performance.now() - startedAt })
  await port.close()
}

async function fit(job: ReferenceJob, emit: (event: RunEvent) => void): Promise<RunEnd> {
  const beside = (kinds: readonly ReferenceKind[]) => {
    thread = fitBeside({ job: { ...job, kinds }, priority }, emit)
    return thread.ended
  }
  try {
    const isSmall = statSync(job.tableFile).size <= MOST_BYTES_TWICE
    return { kind: (await fitReferencesOf(job, asked, emit, isSmall ? beside : undefined)) ? 'finished' : 'stopped' }
  } catch (thrown) {
    return { kind: 'failed', error: toErrorData(thrown) }
  }
}
