import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { HoldoutError } from '../../core/errors.ts'
import type { TrainerJob } from '../../core/run/trainerJob.ts'

/** The bytes of a job's table, as they were kept. @throws HoldoutError `trainer/table-unreadable`, `trainer/table-damaged` */
export function readTableFile({ tableFile: path, tableSha256 }: TrainerJob): Uint8Array {
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
