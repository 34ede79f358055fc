import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { encodeTable } from '../../core/dataset/tableFile.ts'
import type { NumberColumn, Table } from '../../core/dataset/table.ts'
import type { TrainerJob } from '../../core/run/trainerJob.ts'
import { readPreparedTable } from './preparedTable.ts'

let folder: string
let path: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdout-prepared-'))
  path = join(folder, 'a.table')
})
afterEach(() => rm(folder, { recursive: true }))

function tableOf(rows: number): Table {
  const values = Float64Array.from({ length: rows }, (_, row) => Math.sin(row))
  const codes = Int32Array.from({ length: rows }, (_, row) => row % 2)
  return {
    rows,
    features: [{ kind: 'number', name: 'x', values }],
    target: { kind: 'category', name: 'y', levels: ['a', 'b'], codes },
  }
}

async function jobOn(rows: number): Promise<TrainerJob> {
  const bytes = encodeTable(tableOf(rows))
  await writeFile(path, bytes)
  return { tableFile: path, tableSha256: createHash('sha256').update(bytes).digest('hex') } as TrainerJob
}

// The larger one is summed on a thread, and so is one that is read on demand.
describe.each([
  [200, undefined],
  [1_500_000, undefined],
  [200, 0],
  [1_500_000, 0],
])('a table of %i rows, of which %o bytes may be held', { timeout: 120_000 }, (rows, mostHeld) => {
  it('is what was written', async () => {
    const { table, verified } = await readPreparedTable(await jobOn(rows), mostHeld)
    await verified
    expect(table.rows).toBe(rows)
    const [before, now] = [tableOf(rows), table].map(({ features }) => (features[0] as NumberColumn).values)
    expect(Buffer.from(before.buffer).equals(Buffer.from(now.buffer, now.byteOffset, now.byteLength))).toBe(true)
  })

  it('is named where one bit of it changed, in its values or in its header', async () => {
    const job = await jobOn(rows)
    const whole = await readFile(path)
    for (const at of [20, whole.length - 1]) {
      await writeFile(path, whole.with(at, whole[at] ^ 4))
      const read = readPreparedTable(job, mostHeld).then(({ verified }) => verified)
      await expect(read, `byte ${String(at)}`).rejects.toMatchObject({ code: 'trainer/table-damaged' })
    }
  })
})

it('a table that is gone when a column of it is looked at is named', async () => {
  const { table, verified } = await readPreparedTable(await jobOn(200), 0)
  await verified
  await rm(path)
  expect(() => encodeTable(table)).toThrow(expect.objectContaining({ code: 'trainer/table-unreadable' }) as Error)
})

it('a table that is missing is named', async () => {
  await expect(readPreparedTable({ tableFile: path } as TrainerJob)).rejects.toMatchObject({
    code: 'trainer/table-unreadable',
  })
})
