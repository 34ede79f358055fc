import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import { decodeTable } from '../../core/dataset/tableFile.ts'
import type { Table } from '../../core/dataset/table.ts'
import { HoldoutError } from '../../core/errors.ts'
import type { TrainerJob } from '../../core/run/trainerJob.ts'
import { threadFile } from '../threadFile.ts'

/** A thread takes longer to start than the sum of fewer bytes. */
const LARGE_BYTES = 16 << 20

/** A table that was read; nothing may be computed from it before `verified` has resolved. */
export interface PreparedTable {
  readonly table: Table
  /** @throws HoldoutError `trainer/table-damaged` */
  readonly verified: Promise<void>
}

/**
 * Reads the table of a job. Its checksum is computed on a thread where it is large, beside whatever this one does next.
 * @throws HoldoutError `trainer/table-unreadable`, `trainer/table-damaged`
 */
export async function readPreparedTable({ tableFile, tableSha256 }: TrainerJob): Promise<PreparedTable> {
  // The thread starts while this one reads the file.
  const sum = tableSha256 !== undefined && sizeOf(tableFile) >= LARGE_BYTES ? sumOnThread(tableFile) : undefined
  sum?.catch(() => undefined)
  const bytes = readBytes(tableFile)
  const verified =
    tableSha256 === undefined ? Promise.resolve() : verify(sum ?? sha256Of(bytes), tableFile, tableSha256)
  // Heard where it is awaited.
  verified.catch(() => undefined)
  try {
    return { table: decodeTable(bytes), verified }
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
    throw new HoldoutError('trainer/table-unreadable', `cannot read the prepared table ${path}`, {
      cause,
      path,
      hint: 'Run the experiment again; the file is written anew.',
    })
  }
}
