import { Worker } from 'node:worker_threads'
import type { LedgerEntry } from '../../../core/dataset/ledger.ts'
import { HoldoutError, toErrorData } from '../../../core/errors.ts'
import { programFile } from '../../programFile.ts'
import { throwIfStopped } from '../source/sourceFile.ts'
import { NotPlainRows } from './notPlainRows.ts'
import type { FromStream, StreamedRows, StreamRequest, ToStream } from './streamMessages.ts'

/** What is known of a file once it was read to its end. */
export interface StreamEnd {
  readonly rows: number
  readonly ledger: readonly LedgerEntry[]
}

/**
 * The rows of a file, read on a thread of its own a few blocks ahead; the thread ends with the last row, or when the caller leaves.
 * @throws NotPlainRows; HoldoutError of the families `file`, `csv` and `stopped`
 */
export async function* streamRows(
  request: StreamRequest,
  signal?: AbortSignal,
): AsyncGenerator<StreamedRows, StreamEnd> {
  throwIfStopped(signal)
  const thread = new Worker(programFile(import.meta.url, './streamThread'), { workerData: request })
  const inbox = new Inbox()
  thread.on('message', (message: FromStream) => inbox.put(message))
  thread.on('error', (error: Error) => inbox.fail(error))
  // Behind all that it said: nobody waits for ever for a thread that ended without its last word.
  thread.on('exit', () => inbox.put({ kind: 'error', error: toErrorData(new Error('the thread for rows ended')) }))
  const stop = (): void => inbox.fail(new HoldoutError('stopped/import', 'Stopped as asked for; nothing was kept.'))
  signal?.addEventListener('abort', stop)
  try {
    for (;;) {
      const message = await inbox.next()
      switch (message.kind) {
        case 'rows':
          yield message.block
          thread.postMessage('more' satisfies ToStream)
          break
        case 'end':
          return message
        case 'notPlain':
          throw new NotPlainRows()
        case 'error':
          throw HoldoutError.fromData(message.error)
      }
    }
  } finally {
    signal?.removeEventListener('abort', stop)
    await thread.terminate()
  }
}

/** Messages until they are asked for. A failure comes before all that wait. */
class Inbox {
  readonly #waiting: FromStream[] = []
  #failure: { readonly error: Error } | undefined
  #wake: (() => void) | undefined

  put(message: FromStream): void {
    this.#waiting.push(message)
    this.#wake?.()
  }

  fail(error: Error): void {
    this.#failure ??= { error }
    this.#wake?.()
  }

  async next(): Promise<FromStream> {
    for (;;) {
      if (this.#failure) throw this.#failure.error
      const message = this.#waiting.shift()
      if (message) return message
      await new Promise<void>((resolve) => (this.#wake = resolve))
    }
  }
}
