import type { InstalledFile } from './installedFile.ts'
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readSetupState } from './readSetupState.ts'

/** Installed files (Node, TensorFlow's library, its addon) that are gone or not what they were: damage that a look at sizes misses. */
export async function damagedInstall(files?: readonly InstalledFile[]): Promise<readonly string[]> {
  const installed = files ?? (await readSetupState())?.files ?? []
  const known = installed.filter(({ sha256 }) => typeof sha256 === 'string')
  const found = await Promise.all(known.map(async (file) => ({ ...file, now: await sumOf(file.path) })))
  return found.filter(({ sha256, now }) => sha256 !== now).map(({ path }) => path)
}

async function sumOf(path: string): Promise<string | undefined> {
  const hash = createHash('sha256')
  try {
    const chunks: AsyncIterable<Buffer> = createReadStream(path, { highWaterMark: 1 << 20 })
    for await (const bytes of chunks) hash.update(bytes)
    return hash.digest('hex')
  } catch {
    return undefined
  }
}
