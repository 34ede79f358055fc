import { closeSync, openSync, readSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'

const PART_BYTES = 1 << 20

/** Where a file is written before it takes its name. Two machines may write the same file at once, with equal process numbers. */
export function temporaryName(path: string): string {
  return `${path}.${hostname()}.${String(process.pid)}.tmp`
}

/**
 * Writes a file beside the one before, flushes it, reads it back, and only then puts it in its place: a disk that is nearly full or
 * reports success too early leaves the good one.
 * @throws the file system's error; `ENOSPC` where what was read back is not what was written
 */
export function writeWhole(path: string, content: string | Uint8Array): void {
  const temporary = temporaryName(path)
  const bytes = Buffer.from(content)
  try {
    writeFileSync(temporary, bytes, { flush: true, mode: 0o600 })
    if (!holds(temporary, bytes)) throw notWritten(path)
    renameSync(temporary, path)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
}

/** Whether a file holds these bytes; read a part at a time, for it may be large. */
function holds(path: string, bytes: Buffer): boolean {
  const part = Buffer.allocUnsafe(PART_BYTES)
  const file = openSync(path, 'r')
  try {
    for (let at = 0; ;) {
      const count = readSync(file, part)
      if (count === 0) return at === bytes.length
      if (!part.subarray(0, count).equals(bytes.subarray(at, at + count))) return false
      at += count
    }
  } finally {
    closeSync(file)
  }
}

/** As the file system says it of a disk without room. */
function notWritten(path: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${path} could not be written whole`), { code: 'ENOSPC' })
}
