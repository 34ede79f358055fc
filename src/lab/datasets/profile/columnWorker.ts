import { setImmediate as nextTurn } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import type { Finding, PreflightInput } from '../../../core/diagnostics/preflight/preflight.ts'
import { preflight } from '../../../core/diagnostics/preflight/preflight.ts'
import { profileNumbers } from '../../../core/dataset/profileNumbers.ts'
import type { NumberProfile } from '../../../core/dataset/profile.ts'
import { HoldoutError } from '../../../core/errors.ts'
import type { ValidationSpec } from '../../../core/split/validationSpec.ts'
import { smallestTrainFold } from '../../../core/split/smallestTrainFold.ts'
import type { TrainFold } from '../../../core/split/smallestTrainFold.ts'
import type { SplitRows } from '../../../core/split/split.ts'
import type { ColumnAnswer, ColumnJob, StoredPreflight } from './columnJobs.ts'
import { programFile } from '../../programFile.ts'

/** A column this short is done in less than a millisecond: sending it elsewhere would take as long. */
const SHORT_ROWS = 4000
const FEW_CELLS = 50_000
const FEW_SPLIT_ROWS = 2000
const FEW_PREFLIGHT_ROWS = 10_000

interface Waiting {
  readonly resolve: (answer: ColumnAnswer) => void
  readonly reject: (reason: unknown) => void
}

/** Work on whole columns, on a thread of its own where they are long; close it afterwards. */
export class ColumnWorker {
  #thread: Worker | undefined
  #isClosed = false
  readonly #waiting: Waiting[] = []
  #lastHere: Promise<unknown> = Promise.resolve()

  /** Profile of a column, NaN where missing. The values are given away. */
  async profile(values: Float64Array<ArrayBuffer>): Promise<NumberProfile> {
    if (values.length <= SHORT_ROWS) return this.#here(() => profileNumbers(values))
    const answer = await this.#ask({ kind: 'profile', values }, [values.buffer])
    if ('profile' in answer) return answer.profile
    throw failure(answer)
  }

  /** As {@link preflight}. */
  async preflight(input: PreflightInput): Promise<readonly Finding[]> {
    const { features, target, ...rest } = input.table
    if (rest.rows * features.length <= FEW_CELLS && rest.rows <= FEW_PREFLIGHT_ROWS) return preflight(input)
    // One after the other: copying all of them at once would hold the event loop.
    for (const column of [...features, target]) {
      this.#running().postMessage({ kind: 'column', column } satisfies ColumnJob)
      await nextTurn()
    }
    return this.#findings({ kind: 'preflight', input: { ...input, table: rest } })
  }

  /** As {@link preflight}, of a table that is read on the thread. @throws HoldoutError `workspace/no-table` */
  storedPreflight(asked: StoredPreflight): Promise<readonly Finding[]> {
    return this.#findings({ kind: 'storedPreflight', asked })
  }

  async #findings(job: ColumnJob): Promise<readonly Finding[]> {
    const answer = await this.#ask(job)
    if ('findings' in answer) return answer.findings
    throw failure(answer)
  }

  /** As {@link smallestTrainFold}. */
  async smallestTrainFold(validation: ValidationSpec, rows: SplitRows, seed: number): Promise<TrainFold> {
    if (rows.count <= FEW_SPLIT_ROWS) return smallestTrainFold(validation, rows, seed)
    const answer = await this.#ask({ kind: 'smallestTrainFold', validation, rows, seed })
    if ('trainFold' in answer) return answer.trainFold
    throw failure(answer)
  }

  async close(): Promise<void> {
    const thread = this.#thread
    this.#isClosed = true
    this.#thread = undefined
    await thread?.terminate()
  }

  /** One at a turn of the event loop, so that others have theirs. */
  #here<T>(work: () => T): Promise<T> {
    const done = this.#lastHere.then(async () => nextTurn()).then(work)
    this.#lastHere = done.catch(() => undefined)
    return done
  }

  #ask(job: ColumnJob, transfer: readonly ArrayBuffer[] = []): Promise<ColumnAnswer> {
    const thread = this.#running()
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject })
      thread.postMessage(job, transfer)
    })
  }

  #running(): Worker {
    if (this.#isClosed) throw new Error('the thread for columns was closed')
    return (this.#thread ??= this.#start())
  }

  #start(): Worker {
    const thread = new Worker(programFile(import.meta.url, './columnThread'))
    thread.on('message', (answer: ColumnAnswer) => this.#waiting.shift()?.resolve(answer))
    thread.on('error', (error) => this.#failAll(error))
    thread.on('exit', () => this.#failAll(new Error('the thread for columns ended')))
    return thread
  }

  #failAll(reason: unknown): void {
    for (const { reject } of this.#waiting.splice(0)) reject(reason)
  }
}

function failure(answer: ColumnAnswer): unknown {
  return 'error' in answer
    ? HoldoutError.fromData(answer.error)
    : new Error('the thread for columns gave another answer than was asked for')
}
