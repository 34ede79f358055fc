import { createHash } from 'node:crypto'
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import type { Table } from '../../core/dataset/table.ts'
import { tableOnDemand } from '../../core/dataset/tableOnDemand.ts'
import { HoldoutError } from '../../core/errors.ts'

/** Where a stored table is, as it can be sent to a thread. */
export interface StoredTableFile {
  readonly tableFile: string
  /** SHA-256 of its bytes, hex. */
  readonly tableHash: string
}

const BYTES_A_STEP = 1 << 18
/** Columns of a table that are held together: all but those of large ones. */
const COLUMN_BYTES_HELD = 256 << 20

/**
 * Opens a stored table at once: on a thread of its own or in a program that has nothing else to do. All of it is checked, a step at a
 * time; its columns are read when they are looked at, for much of what is asked of a large table needs few of them at a time.
 * @throws HoldoutError `workspace/no-table` where it is missing or no longer what it was, then or when a column is looked at
 */
export function readTableFile({ tableFile, tableHash }: StoredTableFile): Table {
  const [bytes, hash] = withFile(tableFile, tableHash, sizeAndHash)
  if (hash !== tableHash) throw noTable(tableHash, 'has been changed')
  const readBytes = (into: Uint8Array, from: number): void => {
    const read = withFile(tableFile, tableHash, (file) => readSync(file, into, 0, into.length, from))
    if (read < into.length) throw noTable(tableHash, 'has been changed')
  }
  return tableOnDemand(bytes, readBytes, COLUMN_BYTES_HELD)
}

function sizeAndHash(file: number): readonly [bytes: number, hash: string] {
  const hash = createHash('sha256')
  const step = new Uint8Array(BYTES_A_STEP)
  for (;;) {
    const read = readSync(file, step)
    if (read === 0) return [fstatSync(file).size, hash.digest('hex')]
    hash.update(step.subarray(0, read))
  }
}

function withFile<Result>(path: string, hash: string, work: (file: number) => Result): Result {
  let file: number
  try {
    file = openSync(path, 'r')
  } catch (cause) {
    throw noTable(hash, 'is missing', cause)
  }
  try {
    return work(file)
  } finally {
    closeSync(file)
  }
}

/** That the table of a run is not there, or no longer what it was. */
export function noTable(hash: string, what: string, cause?: unknown): HoldoutError {
  return new HoldoutError(
    'workspace/no-table',
    `The table that the run was trained on ${what} (${hash.slice(0, 12)}).`,
    {
      hint: 'Run the experiment again with its CSV; it is then kept anew.',
      cause,
    },
  )
}
