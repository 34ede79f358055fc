import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { HoldoutError, toErrorData } from '../../../core/errors.ts'
import type { ErrorData } from '../../../core/errors.ts'
import type { ExportCheck, ExportOutputs } from '../../../core/exports/exportCheck.ts'
import { endOfThread } from '../../eventLoop/endOfThread.ts'
import { programFile } from '../../programFile.ts'
import type { ExportChecker } from '../../trainers/exportChecker.ts'
import type { Parity } from '../parity.ts'

/** What is to be exported, of which workspace. */
export interface ExportJob {
  readonly folder: string
  readonly runId: string
  /** Name of a row of `EXPORT_FORMATS`. */
  readonly format: string
  /** Position of a candidate, from 0. */
  readonly candidate?: number
}

/** An export as one file to be handed out: its only file, or all of them packed. */
export interface PackedExport {
  readonly name: string
  readonly type: string
  readonly content: Uint8Array<ArrayBuffer>
  /** Paths of what is in it. */
  readonly files: readonly string[]
  readonly parity?: Parity
}

/** What the thread says: that a model is to be run, that it is done, or why it is not. */
export type FromExportThread =
  | { readonly kind: 'check'; readonly check: ExportCheck }
  | { readonly kind: 'done'; readonly packed: PackedExport }
  | { readonly kind: 'failed'; readonly error: ErrorData }
/** What it is answered: what the model predicted, or why it could not be run. */
export type ToExportThread =
  | { readonly kind: 'checked'; readonly outputs: ExportOutputs }
  | { readonly kind: 'notChecked'; readonly error: ErrorData }

/**
 * Exports a run on a thread of its own; models are run by `checker`, which only this thread can ask.
 * @throws HoldoutError of the families `export`, `usage` and `workspace`
 */
export async function exportAside(job: ExportJob, checker: ExportChecker): Promise<PackedExport> {
  const thread = new Worker(programFile(import.meta.url, './exportThread'), { workerData: job })
  const ended = endOfThread(thread, 'exports')
  try {
    for (;;) {
      const [said] = (await Promise.race([once(thread, 'message'), ended])) as [FromExportThread]
      if (said.kind === 'done') return said.packed
      if (said.kind === 'failed') throw HoldoutError.fromData(said.error)
      thread.postMessage(await answerTo(said.check, checker))
    }
  } finally {
    await thread.terminate()
  }
}

async function answerTo(check: ExportCheck, checker: ExportChecker): Promise<ToExportThread> {
  try {
    return { kind: 'checked', outputs: await checker.check(check) }
  } catch (error) {
    return { kind: 'notChecked', error: toErrorData(error) }
  }
}
