import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeZip } from './fakes/makeZip.mjs'
import { readDirectory, unpackEntry } from './zip.mjs'

/** @type {string} */
let folder

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdout-zip-'))
})
afterEach(() => rm(folder, { recursive: true }))

const large = Buffer.alloc(6_000_000, 'large and streamed ')
const files = {
  'wheel/a.txt': 'a'.repeat(1000),
  'wheel/deep/b.bin': Buffer.from([0, 255, 1]),
  'wheel/empty': '',
  'wheel/large': large,
}

/** @param {Buffer} bytes */
async function unpackAll(bytes) {
  const path = join(folder, 'archive.zip')
  await writeFile(path, bytes)
  await using file = await open(path)
  for (const entry of await readDirectory(file)) await unpackEntry(file, entry, { folder, prefix: 'wheel/' })
}

test('unpacks stored, deflated, empty and streamed entries under their names', async () => {
  await unpackAll(makeZip(files))
  for (const [name, content] of Object.entries(files)) {
    const found = await readFile(join(folder, name.slice('wheel/'.length)))
    expect(found.equals(Buffer.from(content)), name).toBe(true)
  }
})

test.each(['wheel/deep/b.bin', 'wheel/large'])('refuses a damaged %s', async (name) => {
  const bytes = makeZip({ [name]: name.endsWith('large') ? large : files['wheel/deep/b.bin'] })
  bytes[30 + name.length + (name.endsWith('large') ? 200 : 1)] ^= 0x55
  await expect(unpackAll(bytes)).rejects.toThrow()
})

test('refuses an archive that is cut short', async () => {
  const bytes = makeZip(files)
  await expect(unpackAll(bytes.subarray(0, bytes.length - 30))).rejects.toThrow('cut short')
})

test('refuses a name that leads out of the folder', async () => {
  await expect(unpackAll(makeZip({ 'wheel/../../escaped': 'x' }))).rejects.toThrow('leads out of its folder')
})
