import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { serialize } from 'node:v8'
import { crc32 } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { framed } from '../../core/shards/frames.ts'
import type { SentFile } from '../../core/shards/sentFile.ts'

const PROGRAM = fileURLToPath(new URL('receive.ts', import.meta.url))
const SENDERS = 6
const TIMES = 60

describe('receive', () => {
  let folder: string
  beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'holdout-receive-'))))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  /** Sends files to a process of its own. Resolves to what it printed. */
  function receive(
    into: string,
    files: readonly SentFile[],
  ): Promise<{ stdout: string; failed: boolean; stderr: string }> {
    return new Promise((resolve) => {
      const child = execFile(process.execPath, [PROGRAM, into], (error, stdout, stderr) => {
        resolve({ stdout, failed: error !== null, stderr })
      })
      child.stdin?.on('error', () => undefined)
      child.stdin?.end(Buffer.concat(files.map((file) => framed(serialize(file), crc32))))
    })
  }

  it('writes the same files from several processes at once', async () => {
    const into = join(folder, 'shared')
    const file = { path: 'engine/control.py', bytes: Buffer.alloc(2_000, 'x') }
    const files = Array.from({ length: TIMES }, () => file)
    const ends = await Promise.all(Array.from({ length: SENDERS }, () => receive(into, files)))
    expect(ends).toEqual(ends.map(() => ({ stdout: `${String(TIMES)}\n`, failed: false, stderr: '' })))
    expect(readdirSync(join(into, 'engine'))).toEqual(['control.py'])
    expect(readFileSync(join(into, file.path)).equals(file.bytes)).toBe(true)
    expect(statSync(join(into, file.path)).mode & 0o777).toBe(0o600)
  })

  it.each(['../out', '/etc/out', 'a//b', '.hidden', ''])('refuses the path %o', async (path) => {
    const end = await receive(join(folder, 'refused'), [{ path, bytes: Buffer.from('x') }])
    expect(end).toMatchObject({ failed: true, stdout: '' })
    expect(end.stderr).toContain('no path below the folder')
    expect(readdirSync(join(folder, 'refused'))).toEqual([])
  })
})
