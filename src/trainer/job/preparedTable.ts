import { createHash } from 'node:crypto'
import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import { decodeTable } from '../../core/dataset/tableFile.ts'
import { tableOnDemand, type ReadBytes } from '../../core/dataset/tableOnDemand.ts'
import type { Table } from '../../core/dataset/table.ts'
import { HoldoutError } from '../../core/errors.ts'
import { present } from '../../core/present.ts'
import type { TrainerJob } from '../../core/run/trainerJob.ts'
import { threadFile } from '../threadFile.ts'

/** A thread takes longer to start than the sum of fewer bytes. */
const LARGE_BYTES = 16 << 20

/** A larger table is read column by column and part by part as it is needed, for each fold again: it takes more memory than its folds. */
const MOST_BYTES_HELD = 512 << 20
/** Columns of a larger table that are held together. */
const COLUMN_BYTES_HELD = 64 << 20

/** A table that was read; nothing may be computed from it before `verified` has resolved. */
export interface PreparedTable {
  readonly table: Table
  /** @throws HoldoutError `trainer/table-damaged` */
  readonly verified: Promise<void>
}

/**
 * Reads the table of a job. Its checksum is computed on a thread where it is large, beside whatever this one does next.
 * @param mostHeld bytes of a table that is read as a whole
 * @throws HoldoutError `trainer/table-unreadable`, `trainer/table-damaged`; of a larger table also when it is looked at
 */
export async function readPreparedTable(
  { tableFile, tableSha256 }: TrainerJob,
  mostHeld = MOST_BYTES_HELD,
): Promise<PreparedTable> {
  const size = sizeOf(tableFile)
  // The thread starts while this one reads the file.
  const isSummedAside = size > Math.min(LARGE_BYTES, mostHeld)
  const sum = tableSha256 !== undefined && isSummedAside ? sumOnThread(tableFile) : undefined
  sum?.catch(() => undefined)
  const bytes = size <= mostHeld ? readBytes(tableFile) : undefined
  const verified =
    tableSha256 === undefined
      ? Promise.resolve()
      : verify(sum ?? sha256Of(present(bytes, 'the bytes of a small table')), tableFile, tableSha256)
  // Heard where it is awaited.
  verified.catch(() => undefined)
  try {
    return { table: bytes ? decodeTable(bytes) : tableOnDemand(size, readerOf(tableFile), COLUMN_BYTES_HELD), verified }
  } catch (error) {
    await verified
    throw error
  }
}

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** In bytes; 0 where the file cannot be found, which reading it will report. */
function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0
}

async function verify(sum: string | Promise<string>, path: string, wanted: string): Promise<void> {
  if ((await sum) === wanted) return
  throw new HoldoutError('trainer/table-damaged', 'The table that the run was to be trained on is damaged.', {
    path,
    hint: 'Start the experiment again from its dataset; the table is then written anew, and the run can go on.',
  })
}

function sumOnThread(path: string): Promise<string> {
  const thread = new Worker(threadFile(import.meta.url, 'tableSumThread'), { workerData: path })
  return new Promise((resolve, reject) => {
    thread.once('message', resolve)
    thread.once('error', reject)
    thread.once('exit', () => reject(new Error('the thread for the checksum of the table ended')))
  })
}

function readBytes(path: string): Uint8Array {
  try {
    return readFileSync(path)
  } catch (cause) {
    throw unreadable(path, cause)
  }
}

function readerOf(path: string): ReadBytes {
  return (into, from) => {
    let file: number | undefined
    try {
      file = openSync(path, 'r')
      if (readSync(file, into, 0, into.length, from) < into.length) throw new Error('it ended early')
    } catch (cause) {
      throw unreadable(path, cause)
    } finally {
      if (file !== undefined) closeSync(file)
    }
  }
}

function unreadable(path: string, cause: unknown): HoldoutError {
  return new HoldoutError('trainer/table-unreadable', `cannot read the prepared table ${path}`, {
    cause,
    path,
    hint: 'Run the experiment again; the file is written anew.',
  })
}
