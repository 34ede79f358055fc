import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { parseExperiment } from '../../../core/experiment/file/parseExperiment.ts'
import { encodeTable } from '../../../core/dataset/tableFile.ts'
import { ColumnWorker } from '../profile/columnWorker.ts'
import { DatasetStore } from './datasetStore.ts'
import { ExperimentTables } from './experimentTables.ts'

let folder: string
let tables: ExperimentTables
let datasetId: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdout-tables-'))
  const file = join(folder, 'a.csv')
  const rows = Array.from(
    { length: 30 },
    (_, row) => `${String(row * row)},k${String(row % 3)},${row % 2 ? 'yes' : 'no'}`,
  )
  await writeFile(file, `size,kind,class\n${rows.join('\n')}\n`)
  const store = new DatasetStore(join(folder, 'store'))
  datasetId = (await store.import({ file })).id
  tables = new ExperimentTables(store)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const experiment = (more = '', target = 'class') =>
  parseExperiment(
    `holdout: 1\nname: X\ndataset: { target: ${target} }\n${more}\nmodels: [{ name: A, layers: [output] }]\n`,
  )

const parsedTable = async (dataset: string) => {
  const text = `holdout: 1\nname: X\ndataset: ${dataset}\nmodels: [{ name: A, layers: [output] }]\n`
  return (await tables.table(datasetId, parseExperiment(text))).table
}

describe('ExperimentTables', () => {
  it('tells what a network gets to see', async () => {
    expect(await tables.facts(datasetId, experiment())).toEqual({
      task: 'binary',
      features: 2,
      width: 4,
      classes: ['no', 'yes'],
      classCounts: [15, 15],
      rows: 30,
    })
    const ordinal = experiment('preprocessing: { category: { encode: ordinal } }')
    expect((await tables.facts(datasetId, ordinal)).width).toBe(2)
  })

  it('reads the table, and looks for findings, once for each way of asking', async () => {
    expect(tables.table(datasetId, experiment())).toBe(tables.table(datasetId, experiment('seed: 3')))
    const first = tables.preflight(datasetId, experiment())
    expect(tables.preflight(datasetId, experiment('training: { epochs: 3 }'))).toBe(first)
    const tooMany = experiment('validation: { strategy: stratified-k-fold, folds: 20 }')
    expect((await tables.preflight(datasetId, tooMany)).map(({ kind }) => kind)).toContain('tinyClass')
    expect((await first).map(({ kind }) => kind)).not.toContain('tinyClass')
  })

  it('reads a column once, whatever other columns an experiment uses', async () => {
    const whole = await parsedTable('{ target: class }')
    const part = await parsedTable('{ target: class, columns: { kind: { role: ignore } } }')
    expect(part.features).toEqual([whole.features[0]])
    expect(part.features[0]).toBe(whole.features[0])
    expect((await parsedTable('{ target: kind }')).target).toBe(whole.features[1])
  })

  it('lets go of a large table, keeps what it found out, and reads the table again when it is asked for', async () => {
    const large = new ExperimentTables(new DatasetStore(join(folder, 'store')), 60)
    const facts = large.facts(datasetId, experiment())
    await facts
    const { table } = await large.table(datasetId, experiment())
    large.yieldTo(Promise.resolve())
    expect(large.facts(datasetId, experiment())).toBe(facts)
    const again = (await large.table(datasetId, experiment())).table
    expect(again).not.toBe(table)
    expect(again).toEqual(table)
    const small = new ExperimentTables(new DatasetStore(join(folder, 'store')), 61)
    const kept = await small.table(datasetId, experiment())
    small.yieldTo(Promise.resolve())
    expect(await small.table(datasetId, experiment())).toBe(kept)
  })

  it('reads a large table that was let go of once, however many ask for it', async () => {
    const large = new ExperimentTables(new DatasetStore(join(folder, 'store')), 60)
    await large.table(datasetId, experiment())
    large.yieldTo(Promise.resolve())
    const again = large.table(datasetId, experiment())
    expect((await again).table.rows).toBe(30)
    expect(large.table(datasetId, experiment())).toBe(again)
  })

  it('gives up the pre-flight of a large table while one is trained on, and does it afterwards', async () => {
    const file = join(folder, 'long.csv')
    const lines = Array.from({ length: 12_000 }, (_, row) => `${String(row * row)},7,${row % 2 ? 'yes' : 'no'}`)
    await writeFile(file, `size,same,class\n${lines.join('\n')}\n`)
    const store = new DatasetStore(join(folder, 'store'))
    const { id } = await store.import({ file })
    const expected = await new ExperimentTables(store).preflight(id, experiment())
    const large = new ExperimentTables(store, 60)
    await large.table(id, experiment())
    const tried = vi.spyOn(ColumnWorker.prototype, 'preflight')
    const before = large.preflight(id, experiment())
    await vi.waitFor(() => expect(tried).toHaveBeenCalledTimes(1))
    let end = (): void => undefined
    large.yieldTo(new Promise<void>((resolve) => (end = resolve)))
    await expect(tried.mock.results[0].value).rejects.toThrow(/closed|ended/)
    const meanwhile = large.preflight(id, experiment('seed: 3'))
    const torn = experiment('validation: { strategy: time-series, folds: 3 }')
    expect((await large.blocking(id, torn)).length).toBe(0)
    expect(tried).toHaveBeenCalledTimes(2)
    end()
    expect(await before).toEqual(expected)
    expect(await meanwhile).toEqual(expected)
    expect(tried).toHaveBeenCalledTimes(4)
    tried.mockRestore()
  })

  it('checks a table that was let go of by the file of its run, and by the dataset where that is gone', async () => {
    const expected = await new ExperimentTables(new DatasetStore(join(folder, 'store'))).preflight(
      datasetId,
      experiment(),
    )
    const large = new ExperimentTables(new DatasetStore(join(folder, 'store')), 60)
    const bytes = encodeTable((await large.table(datasetId, experiment())).table)
    const tableHash = createHash('sha256').update(bytes).digest('hex')
    const tableFile = join(folder, tableHash)
    await writeFile(tableFile, bytes)
    const [byFile, byDataset] = [
      vi.spyOn(ColumnWorker.prototype, 'storedPreflight'),
      vi.spyOn(ColumnWorker.prototype, 'preflight'),
    ]
    large.yieldTo(Promise.resolve(), { tableFile, tableHash })
    expect(await large.preflight(datasetId, experiment())).toEqual(expected)
    expect([byFile.mock.calls.length, byDataset.mock.calls.length]).toEqual([1, 0])
    await rm(tableFile)
    expect(await large.preflight(datasetId, experiment('seed: 3'))).toEqual(expected)
    expect([byFile.mock.calls.length, byDataset.mock.calls.length]).toEqual([2, 1])
    vi.restoreAllMocks()
  })

  it('tries again after a failure', async () => {
    const asking = tables.facts(datasetId, experiment('', 'nothing'))
    await expect(asking).rejects.toMatchObject({ code: 'dataset/no-such-column' })
    const again = tables.facts(datasetId, experiment('', 'nothing'))
    expect(again).not.toBe(asking)
    await expect(again).rejects.toMatchObject({ code: 'dataset/no-such-column' })
  })
})
