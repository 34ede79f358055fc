import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ImportedDataset } from './importDataset.ts'
import { importDataset, openDataset } from './importDataset.ts'
import { loadTable } from './loadTable.ts'

let folder: string
let store: string
let file: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdout-dataset-'))
  store = join(folder, 'store')
  file = join(folder, 'data.csv')
  const rows = Array.from({ length: 60 }, (_, row) => `${String(Math.sin(row))},${row % 2 === 0 ? 'yes' : 'no'}\n`)
  await writeFile(file, `x,label\n${rows.join('')}`)
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const tableOf = (dataset: ImportedDataset) => loadTable(dataset, { target: 'label' })

/** Bytes with one bit changed, at places spread over them by a fixed rule. */
function* flips(whole: Buffer, count: number): Generator<Uint8Array> {
  for (let at = 1; at <= count; at++) {
    const bit = Math.floor(((at * 0.618_033_988_75) % 1) * whole.length * 8)
    yield whole.with(bit >> 3, whole[bit >> 3] ^ (1 << (bit & 7)))
  }
}

describe('a stored dataset', () => {
  it('is refused where one bit of any of its files changed, and stored anew from its file', async () => {
    const made = await importDataset({ file, folder: store })
    const whole = await tableOf(made)
    for (const name of await readdir(made.folder)) {
      const path = join(made.folder, name)
      const bytes = await readFile(path)
      for (const changed of flips(bytes, 12)) {
        await writeFile(path, changed)
        const opened = openDataset(store, made.id)
        await expect(opened, name).rejects.toMatchObject({ code: 'dataset/damaged' })
      }
      const again = await importDataset({ file, folder: store })
      expect(again).toMatchObject({ id: made.id, wasKnown: false })
      expect(await tableOf(again)).toEqual(whole)
    }
    expect(await readdir(store)).toEqual([made.id])
  })

  it('of before there were checksums gets them when it is first opened, and keeps its time', async () => {
    const made = await importDataset({ file, folder: store })
    const record = join(made.folder, 'dataset.json')
    const { value } = JSON.parse(await readFile(record, 'utf8')) as { value: Record<string, unknown> }
    const { files: _, ...old } = value
    await writeFile(record, JSON.stringify(old))
    const imported = new Date('2024-05-06T07:08:09Z')
    await utimes(record, imported, imported)
    expect(await tableOf(await openDataset(store, made.id))).toEqual(await tableOf(made))
    expect((await stat(record)).mtime).toEqual(imported)
    const parquet = join(made.folder, 'data.parquet')
    const [changed] = flips(await readFile(parquet), 1)
    await writeFile(parquet, changed)
    await expect(openDataset(store, made.id)).rejects.toMatchObject({ code: 'dataset/damaged' })
  })
})
