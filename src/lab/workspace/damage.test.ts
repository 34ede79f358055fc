import { createHash } from 'node:crypto'
import { appendFile, mkdir, mkdtemp, open, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { encodeModelFile } from '../../core/model/modelFile.ts'
import { importDataset } from '../datasets/store/importDataset.ts'
import { SMALL_MODEL } from '../models/testing/smallModel.ts'
import { annotateRuns } from '../runs/store/annotateRuns.ts'
import { collectGarbage } from '../runs/store/collectGarbage.ts'
import { loadDocument } from '../runs/store/loadDocument.ts'
import { storeRun } from '../runs/store/storeRun.ts'
import { tinyRun } from '../runs/testing/tinyRun.ts'
import { startRecordedRun } from '../runs/training/recordedRun.ts'
import { FakeTrainer } from '../trainers/fakeTrainer.ts'
import { writeBackup } from './backups.ts'
import { findDamage } from './findDamage.ts'
import { isSound } from './integrity.ts'
import { decideRecovery } from './recoveryJournal.ts'
import { offerRecovery, recoverWorkspace } from './recoverWorkspace.ts'
import { readStoredTable, storeTable } from './tableStore.ts'
import { Workspace } from './workspace.ts'
import { openModel } from '../models/openModel.ts'
import { runPaths, tablePath } from './workspacePaths.ts'

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const DAMAGED = { code: 'workspace/damaged' }
let folder: string
let database: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdout-damage-'))
  database = join(folder, 'holdout.sqlite')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const openTo = (access: 'read' | 'write'): Promise<Workspace> => Workspace.open({ folder, access })

async function addRun(workspace: Workspace, id: string): Promise<void> {
  await storeRun(workspace, await tinyRun({ id, folds: 3, epochs: 20 }))
  await (
    await startRecordedRun(workspace, id, { trainer: new FakeTrainer() })
  ).done
}

async function flip(path: string, bit: number): Promise<void> {
  const file = await open(path, 'r+')
  const byte = Buffer.alloc(1)
  await file.read(byte, 0, 1, bit >> 3)
  await file.write(Buffer.of(byte[0] ^ (1 << (bit & 7))), 0, 1, bit >> 3)
  await file.close()
}

/** Places spread over a file by a fixed rule. */
function* bitsOf(bytes: number, count: number): Generator<number> {
  for (let at = 1; at <= count; at++) yield Math.floor(((at * 0.618_033_988_75) % 1) * bytes * 8)
}

describe('a flipped bit', () => {
  it('anywhere in the database is noticed, and nothing is read from it', async () => {
    const workspace = await openTo('write')
    await addRun(workspace, 'one')
    await workspace.shutdown()
    const { size } = await stat(database)
    for (const bit of bitsOf(size, 24)) {
      await flip(database, bit)
      await expect(openTo('read'), `bit ${bit}`).rejects.toMatchObject({ exitCode: 3 })
      await expect(openTo('write'), `bit ${bit}`).rejects.toMatchObject({ exitCode: 3 })
      await flip(database, bit)
    }
    await (await openTo('read')).shutdown()
  })

  it('in the checksums leaves the database usable, and they are made anew', async () => {
    const workspace = await openTo('write')
    await addRun(workspace, 'one')
    await workspace.shutdown()
    await flip(`${database}.sums`, 200)
    await (await openTo('write')).shutdown()
    await flip(database, 8 * 8192 * 3)
    await expect(openTo('read')).rejects.toMatchObject(DAMAGED)
  })

  it('in a backup keeps it from being restored', async () => {
    const workspace = await openTo('write')
    await addRun(workspace, 'one')
    const backup = await writeBackup(workspace.database, workspace.paths)
    await workspace.shutdown()
    await flip(backup, 8 * ((await stat(backup)).size - 100))
    expect(await offerRecovery(folder)).toMatchObject({ backup: undefined })
    await flip(database, 8 * 8192 * 3)
    await expect(recoverWorkspace(folder)).rejects.toMatchObject({ code: 'workspace/no-backup' })
  })

  it('in a table is noticed, and the table is written anew with its data', async () => {
    const workspace = await openTo('write')
    const { table } = await tinyRun({ id: 'one' })
    const hash = await storeTable(workspace, table)
    await flip(tablePath(workspace.paths, hash), 8 * 300)
    await expect(readStoredTable(workspace, hash)).rejects.toMatchObject({ code: 'workspace/no-table' })
    expect(await storeTable(workspace, table)).toBe(hash)
    await expect(readStoredTable(workspace, hash)).resolves.toEqual(table)
    await workspace.shutdown()
  })
})

/** Changes one stored blob of numbers as a damaged page would, with the pages' checksums made for it. */
function damageNumbers(workspace: Workspace, column: 'history' | 'predictions', bit: number): () => void {
  const { database } = workspace
  const sql = `SELECT fit, ${column} AS blob FROM fitValues WHERE ${column} IS NOT NULL ORDER BY fit`
  const { fit, blob } = database.get<{ fit: number; blob: Uint8Array }>(sql) ?? { fit: 0, blob: new Uint8Array() }
  const write = (bytes: Uint8Array) => () =>
    database.transaction('test', () => database.run(`UPDATE fitValues SET ${column} = ? WHERE fit = ?`, [bytes, fit]))
  const at = Math.min(bit >> 3, blob.length - 1)
  write(blob.with(at, blob[at] ^ (1 << (bit & 7))))()
  return write(blob)
}

describe.each(['history', 'predictions'] as const)('a flipped bit in a stored %s', (column) => {
  it('is named wherever it is, also where SQLite sees a whole page, and so is the run', async () => {
    const workspace = await openTo('write')
    await addRun(workspace, 'one')
    await addRun(workspace, 'two')
    const whole = await loadDocument(workspace, 'one', { histories: true })
    for (const bit of bitsOf(120, 24)) {
      const fix = damageNumbers(workspace, column, bit)
      expect(isSound(workspace.database)).toBe(true)
      await expect(loadDocument(workspace, 'one', { histories: true }), `bit ${bit}`).rejects.toMatchObject(DAMAGED)
      expect(await findDamage(workspace)).toMatchObject([{ part: 'numbers', runs: ['one'] }])
      fix()
    }
    expect(await loadDocument(workspace, 'one', { histories: true })).toEqual(whole)
    expect(await findDamage(workspace)).toEqual([])
    await workspace.shutdown()
  })
})

describe('a search for damage', () => {
  it('names each damaged file and the runs that depend on it', async () => {
    const workspace = await openTo('write')
    await addRun(workspace, 'one')
    await addRun(workspace, 'two')
    const backup = await writeBackup(workspace.database, workspace.paths)
    const file = join(folder, 'data.csv')
    await writeFile(file, 'a,b\n1,2\n3,4\n')
    const { id } = await importDataset({ file, folder: workspace.paths.datasets })
    const model = join(runPaths(workspace.paths, 'one').models, 'model-0.json')
    await mkdir(dirname(model), { recursive: true })
    await writeFile(model, encodeModelFile(SMALL_MODEL, sha256))
    workspace.database.transaction('test', () => {
      workspace.database.run(`UPDATE candidates SET finalModel = 'model-0.json' WHERE run = 'one' AND position = 0`)
      workspace.database.run(`UPDATE runs SET datasetId = ? WHERE id = 'two'`, [id])
    })
    expect(await findDamage(workspace)).toEqual([])
    const [table] = await readdir(workspace.paths.tables)
    const damaged = [
      join(workspace.paths.tables, table),
      join(workspace.paths.datasets, id, 'data.parquet'),
      model,
      backup,
    ]
    for (const path of damaged) await flip(path, 8 * 100)
    expect(await findDamage(workspace)).toMatchObject([
      { part: 'table', path: damaged[0], runs: ['one', 'two'], hint: expect.any(String) as string },
      { part: 'dataset', path: dirname(damaged[1]), runs: ['two'], hint: expect.any(String) as string },
      { part: 'model', path: model, runs: ['one'], hint: expect.any(String) as string },
      { part: 'backup', path: backup, runs: [] },
    ])
    await workspace.shutdown()
  })

  it('writes nothing, also where there are no checksums yet', async () => {
    const workspace = await openTo('write')
    await addRun(workspace, 'one')
    const file = join(folder, 'data.csv')
    await writeFile(file, 'a,b\n1,2\n3,4\n')
    const record = join((await importDataset({ file, folder: workspace.paths.datasets })).folder, 'dataset.json')
    const { value } = JSON.parse(await readFile(record, 'utf8')) as { value: Record<string, unknown> }
    const { files: _, ...rest } = value
    await writeFile(record, JSON.stringify(rest))
    const model = join(runPaths(workspace.paths, 'one').models, 'model-0.json')
    await mkdir(dirname(model), { recursive: true })
    await writeFile(model, JSON.stringify(SMALL_MODEL))
    workspace.database.transaction('test', () =>
      workspace.database.run(`UPDATE candidates SET finalModel = 'model-0.json' WHERE run = 'one' AND position = 0`),
    )
    const old = [await readFile(record, 'utf8'), await readFile(model, 'utf8')]
    expect(await findDamage(workspace)).toEqual([])
    expect([await readFile(record, 'utf8'), await readFile(model, 'utf8')]).toEqual(old)
    // Whoever uses the model gives it one.
    await openModel(model)
    expect(await readFile(model, 'utf8')).toContain('sha256')
    await workspace.shutdown()
  })
})

describe('a workspace without a database', () => {
  it('is damaged and not new where it holds work; nothing is deleted', async () => {
    const workspace = await openTo('write')
    await addRun(workspace, 'one')
    await workspace.shutdown()
    await truncate(database)
    for (const access of ['read', 'write'] as const) await expect(openTo(access)).rejects.toMatchObject(DAMAGED)
    await rm(database)
    for (const access of ['read', 'write'] as const) await expect(openTo(access)).rejects.toMatchObject(DAMAGED)
    expect(await offerRecovery(folder)).toMatchObject({ database: { kind: 'missing' }, backup: { runs: 1 } })
    await recoverWorkspace(folder)
    const recovered = await openTo('read')
    expect(await loadDocument(recovered, 'one')).toMatchObject({ run: 'one' })
    await recovered.shutdown()
  })

  it('is new where it holds nothing', async () => {
    await mkdir(join(folder, 'runs'))
    await writeFile(database, '')
    await (await openTo('write')).shutdown()
  })
})

describe('the sweep', () => {
  it('leaves what a backup still refers to', async () => {
    const workspace = await openTo('write')
    await addRun(workspace, 'one')
    await writeBackup(workspace.database, workspace.paths)
    workspace.database.transaction('test', () => workspace.database.run(`UPDATE runs SET deletedAt = '2020-01-01'`))
    expect(await collectGarbage(workspace)).toMatchObject({ runs: ['one'], files: 0 })
    expect(await readdir(workspace.paths.tables)).toHaveLength(1)
    await workspace.shutdown()
  })

  it('removes nothing where a backup cannot be read', async () => {
    const workspace = await openTo('write')
    await addRun(workspace, 'one')
    const backup = await writeBackup(workspace.database, workspace.paths)
    await flip(backup, 8 * 9000)
    workspace.database.transaction('test', () => workspace.database.run(`UPDATE runs SET deletedAt = '2020-01-01'`))
    await expect(collectGarbage(workspace)).rejects.toMatchObject(DAMAGED)
    expect(workspace.database.all('SELECT id FROM runs')).toHaveLength(1)
    await workspace.shutdown()
  })
})

describe('a recovery', () => {
  it('keeps what is newer than the backup: runs, notes and fits', async () => {
    const workspace = await openTo('write')
    await addRun(workspace, 'one')
    await writeBackup(workspace.database, workspace.paths)
    annotateRuns(workspace, ['one'], { note: 'after the backup', tags: ['t'] })
    await addRun(workspace, 'two')
    const before = await loadDocument(workspace, 'two', { histories: true })
    await workspace.shutdown()
    const recovery = await recoverWorkspace(folder)
    expect(recovery).toMatchObject({ salvaged: ['two'], updated: ['one'], older: [], lost: [] })
    const recovered = await openTo('write')
    expect(recovered.database.get('SELECT note FROM runs WHERE id = ?', ['one'])).toEqual({ note: 'after the backup' })
    expect(await loadDocument(recovered, 'two', { histories: true })).toEqual(before)
    await recovered.shutdown()
  })

  it('never takes a number from a damaged page', async () => {
    const workspace = await openTo('write')
    await addRun(workspace, 'one')
    await writeBackup(workspace.database, workspace.paths)
    await addRun(workspace, 'two')
    const whole = {
      one: await loadDocument(workspace, 'one', { histories: true }),
      two: await loadDocument(workspace, 'two', { histories: true }),
    }
    await workspace.shutdown()
    const [bytes, sums] = await Promise.all([readFile(database), readFile(`${database}.sums`)])
    for (const bit of bitsOf(bytes.length - 8192, 8)) {
      await writeFile(database, bytes)
      await writeFile(`${database}.sums`, sums)
      await flip(database, bit + 8 * 8192)
      const { salvaged, lost } = await recoverWorkspace(folder)
      const recovered = await openTo('read')
      expect(await loadDocument(recovered, 'one', { histories: true }), `bit ${bit}`).toEqual(whole.one)
      if (salvaged.includes('two'))
        expect(await loadDocument(recovered, 'two', { histories: true }), `bit ${bit}`).toEqual(whole.two)
      else expect(lost.length + salvaged.length, `bit ${bit}`).toBeLessThanOrEqual(1)
      await recovered.shutdown()
    }
  })

  it('that was decided and interrupted is finished by whoever opens the workspace next', async () => {
    const workspace = await openTo('write')
    await addRun(workspace, 'one')
    const backup = await writeBackup(workspace.database, workspace.paths)
    await workspace.shutdown()
    const ready = `${database}.ready.tmp`
    await writeFile(ready, await readFile(backup))
    await decideRecovery(workspace.paths, ready)
    await appendFile(database, 'damage')
    const recovered = await openTo('read')
    expect(await loadDocument(recovered, 'one')).toMatchObject({ run: 'one' })
    await recovered.shutdown()
    expect(await readdir(folder)).not.toContain('recovery.json')
  })

  it('of a database of a newer Holdout is refused', async () => {
    const workspace = await openTo('write')
    await addRun(workspace, 'one')
    await writeBackup(workspace.database, workspace.paths)
    workspace.database.exec('PRAGMA user_version = 99')
    await workspace.shutdown()
    await expect(recoverWorkspace(folder)).rejects.toMatchObject({ code: 'workspace/newer' })
  })
})
