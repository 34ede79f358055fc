import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { Table } from '../../core/dataset/table.ts'
import { readExperiment } from '../../core/experiment/file/parseExperiment.ts'
import { prepareRun } from '../../lab/experiments/prepareRun.ts'
import { storeRun } from '../../lab/runs/store/storeRun.ts'
import { Workspace } from '../../lab/workspace/workspace.ts'
import { releaseTable } from './releaseTable.ts'

const TEXT = `holdout: 1
name: Released
dataset: { file: made-up.csv, target: y }
models: [{ name: One, layers: [output] }]
`
const folder = await mkdtemp(join(tmpdir(), 'holdout-released-'))
const workspace = await Workspace.open({ folder, access: 'write' })
afterAll(async () => {
  await workspace.shutdown()
  await rm(folder, { recursive: true, force: true })
})

function madeUp(): Table {
  const rows = 40
  return {
    rows,
    features: [
      {
        kind: 'number',
        name: 'x',
        values: Float64Array.from({ length: rows }, (_, row) => (row === 3 ? NaN : row / 7)),
      },
      {
        kind: 'category',
        name: 'word',
        levels: ['a', 'b'],
        codes: Int32Array.from({ length: rows }, (_, row) => row % 2),
      },
    ],
    target: { kind: 'number', name: 'y', values: Float64Array.from({ length: rows }, (_, row) => row * row) },
  }
}

test('a table that was let go of is read again as it was', async () => {
  const inspection = { name: 'made-up.csv', ledger: [], columns: [] }
  const read = { table: madeUp(), sha256: 'a'.repeat(64), inspection }
  const prepared = await prepareRun({ path: '', text: TEXT, ...readExperiment(TEXT) }, { read, runId: 'released' })
  const { table } = prepared
  await storeRun(workspace, prepared)
  releaseTable(workspace, prepared)
  expect(prepared.table).toBe(table)
  releaseTable(workspace, prepared, 0)
  expect(prepared.table).not.toBe(table)
  expect(prepared.table).toEqual(table)
})
