import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { GrowingFile } from './growingFile.ts'

const MEGABYTES = 30
const folder = await mkdtemp(join(tmpdir(), 'holdout-growing-'))
afterEach(() => rm(folder, { recursive: true, force: true }))

test('a file that waits for the disk again and again leaves no listeners behind', async () => {
  const warned = vi.fn()
  process.on('warning', warned)
  const file = new GrowingFile(join(folder, 'large.txt'))
  for (let i = 0; i < MEGABYTES; i += 1) await file.add('x'.repeat(1 << 20))
  await file.keep()
  await new Promise((resolve) => setImmediate(resolve))
  process.off('warning', warned)
  expect(warned).not.toHaveBeenCalled()
  expect(await readdir(folder)).toEqual(['large.txt'])
  expect((await stat(join(folder, 'large.txt'))).size).toBe(MEGABYTES << 20)
})
