import { open, stat } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { basename } from 'node:path'
import { HoldoutError } from '../../../core/errors.ts'
import { fileError } from './fileError.ts'

const CHUNK_BYTES = 512 * 1024

/** A file as it was when reading began; reading it later notices when it has changed. */
export interface SourceFile {
  readonly path: string
  readonly name: string
  readonly bytes: number
  readonly modifiedMs: number
}

/**
 * Looks at a file without opening it: a named pipe would wait for ever.
 * @throws HoldoutError `file/not-found`, `file/not-a-file`, `file/symlink-loop`, `file/no-permission`, `csv/empty`
 */
export async function sourceFile(path: string): Promise<SourceFile> {
  const stats = await stat(path).catch((cause: unknown) => {
    throw fileError(cause, path)
  })
  if (!stats.isFile()) {
    throw new HoldoutError('file/not-a-file', `${basename(path)} is ${kindOf(stats)}, where a CSV file was expected.`, {
      path,
      hint: 'Choose a regular file.',
    })
  }
  if (stats.size === 0) {
    throw new HoldoutError('csv/empty', `${basename(path)}: the file is empty.`, {
      path,
      hint: 'Export it again; 0 bytes were received.',
    })
  }
  return { path, name: basename(path), bytes: stats.size, modifiedMs: stats.mtimeMs }
}

/** The file's bytes in chunks, at most `limit` of them; each chunk is valid until the next is asked for. */
export async function* readChunks(source: SourceFile, signal?: AbortSignal, limit = Infinity): AsyncGenerator<Buffer> {
  const handle = await open(source.path, 'r').catch((cause: unknown) => {
    throw fileError(cause, source.path)
  })
  try {
    yield* chunksOf(handle, source, signal, limit)
  } finally {
    await handle.close()
  }
}

async function* chunksOf(
  handle: FileHandle,
  source: SourceFile,
  signal: AbortSignal | undefined,
  limit: number,
): AsyncGenerator<Buffer> {
  const wanted = Math.min(source.bytes, limit)
  const buffer = Buffer.allocUnsafeSlow(CHUNK_BYTES)
  let read = 0
  while (read < wanted) {
    throwIfStopped(signal)
    const length = Math.min(CHUNK_BYTES, wanted - read)
    const { bytesRead } = await handle.read(buffer, 0, length, read).catch((cause: unknown) => {
      throw fileError(cause, source.path)
    })
    if (bytesRead === 0) throw changedError(source, `it ended after ${String(read)} bytes`)
    read += bytesRead
    yield buffer.subarray(0, bytesRead)
  }
  await assertUnchanged(source)
}

/** @throws HoldoutError `file/changed` when the file is no longer what it was when reading began. */
export async function assertUnchanged(source: SourceFile): Promise<void> {
  const stats = await stat(source.path).catch((cause: unknown) => {
    throw fileError(cause, source.path)
  })
  if (stats.size !== source.bytes) throw changedError(source, `it now has ${String(stats.size)} bytes`)
  if (stats.mtimeMs !== source.modifiedMs) throw changedError(source, 'it was written to')
}

/** @throws HoldoutError `stopped/import` when the person asked to stop. */
export function throwIfStopped(signal?: AbortSignal): void {
  if (signal?.aborted) throw new HoldoutError('stopped/import', 'Stopped as asked for; nothing was kept.')
}

function changedError(source: SourceFile, what: string): HoldoutError {
  return new HoldoutError(
    'file/changed',
    `${source.name} changed while it was read: expected ${String(source.bytes)} bytes, but ${what}.`,
    {
      path: source.path,
      hint: 'Wait until the program that writes it is done, then read it again.',
    },
  )
}

function kindOf(stats: { isDirectory(): boolean; isFIFO(): boolean; isSocket(): boolean }): string {
  if (stats.isDirectory()) return 'a folder'
  if (stats.isFIFO()) return 'a named pipe'
  return stats.isSocket() ? 'a socket' : 'a device'
}
