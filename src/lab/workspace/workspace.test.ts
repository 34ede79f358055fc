import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { cp, mkdir, mkdtemp, open, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { deleteRuns } from '../runs/store/deleteRuns.ts'
import { startRecordedRun } from '../runs/training/recordedRun.ts'
import { storeRun } from '../runs/store/storeRun.ts'
import { tinyRun } from '../runs/testing/tinyRun.ts'
import { FakeTrainer } from '../trainers/fakeTrainer.ts'
import { listBackups, writeBackup } from './backups.ts'
import { isSound } from './integrity.ts'
import { WriteLock } from './writeLock.ts'
import { workspacePaths } from './workspacePaths.ts'
import { SCHEMA_VERSION } from './migrations.ts'
import { offerRecovery, recoverWorkspace } from './recoverWorkspace.ts'
import { schemaVersionOf } from './schemaVersion.ts'
import { Workspace } from './workspace.ts'
import { chooseWorkspace, defaultWorkspaceFolder } from './workspaceFolder.ts'

const SCHEMA1 = fileURLToPath(new URL('../../../fixtures/workspace/schema1', import.meta.url))
const WORKSPACE = fileURLToPath(new URL('./workspace.ts', import.meta.url))
let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdout-workspace-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

function openToWrite(): Promise<Workspace> {
  return Workspace.open({ folder, access: 'write', program: 'a test' })
}

function openToRead(): Promise<Workspace> {
  return Workspace.open({ folder, access: 'read' })
}

function openToShare(): Promise<Workspace> {
  return Workspace.open({ folder, access: 'share', program: 'a sharer' })
}

async function addRun(workspace: Workspace, id: string): Promise<void> {
  await storeRun(workspace, await tinyRun({ id }))
  await (
    await startRecordedRun(workspace, id, { trainer: new FakeTrainer() })
  ).done
}

function runIds(workspace: Workspace): string[] {
  return workspace.database.all<{ id: string }>('SELECT id FROM runs ORDER BY id').map(({ id }) => id)
}

/** Names and contents of all files of the workspace. */
async function contents(): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const hash = async (file: string) =>
    createHash('sha256')
      .update(await readFile(file))
      .digest('hex')
  return Promise.all(files.sort().map(async (file) => `${file} ${await hash(file)}`))
}

describe('opening', () => {
  it('makes a database that survives power cuts: write-ahead log, full synchronization, foreign keys, strict tables', async () => {
    const workspace = await openToWrite()
    const { database } = workspace
    expect(database.pragma('journal_mode')).toBe('wal')
    expect(database.pragma('synchronous')).toBe(2)
    expect(database.pragma('foreign_keys')).toBe(1)
    const tables = database.all<{ name: string; strict: number }>(
      `SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite_%'`,
    )
    expect(tables.length).toBeGreaterThan(6)
    expect(tables.filter(({ strict }) => strict !== 1)).toEqual([])
    await workspace.shutdown()
  })

  it('shows a reader an empty workspace where there is none, and makes nothing', async () => {
    await rm(folder, { recursive: true })
    const workspace = await openToRead()
    expect(runIds(workspace)).toEqual([])
    await workspace.shutdown()
    await expect(readdir(folder)).rejects.toMatchObject({ code: 'ENOENT' })
  })

  it('refuses the workspace of a newer Holdout and touches nothing', async () => {
    await (await openToWrite()).shutdown()
    const database = new DatabaseSync(join(folder, 'holdout.sqlite'))
    database.exec(`PRAGMA user_version = ${String(SCHEMA_VERSION + 1)}`)
    database.close()
    const before = await contents()
    await expect(openToWrite()).rejects.toMatchObject({ code: 'workspace/newer', exitCode: 3 })
    await expect(openToRead()).rejects.toMatchObject({ code: 'workspace/newer' })
    expect(await contents()).toEqual(before)
  })

  it('refuses a database that is none, or another program’s, and touches nothing', async () => {
    await writeFile(join(folder, 'holdout.sqlite'), 'This is no database. '.repeat(500))
    const before = await contents()
    await expect(openToWrite()).rejects.toMatchObject({ code: 'workspace/damaged' })
    await expect(openToRead()).rejects.toMatchObject({ code: 'workspace/damaged' })
    expect(await contents()).toEqual(before)
    await rm(join(folder, 'holdout.sqlite'))
    const database = new DatabaseSync(join(folder, 'holdout.sqlite'))
    database.exec('CREATE TABLE theirs (a); PRAGMA user_version = 1')
    database.close()
    await expect(openToWrite()).rejects.toMatchObject({ code: 'workspace/foreign' })
  })

  it('says so where the folder is a file', async () => {
    await rm(folder, { recursive: true })
    await writeFile(folder, '')
    await expect(openToWrite()).rejects.toMatchObject({ code: 'workspace/not-a-folder' })
  })

  it('says so where a part of its path is a file', async () => {
    await writeFile(join(folder, 'file'), '')
    const inside = Workspace.open({ folder: join(folder, 'file', 'deeper'), access: 'write' })
    await expect(inside).rejects.toMatchObject({ code: 'workspace/not-a-folder' })
  })

  it.runIf(process.platform === 'linux')('says so where no folder can be made, without hanging', async () => {
    const opening = Workspace.open({ folder: '/proc/holdout/deeper', access: 'write' })
    await expect(opening).rejects.toMatchObject({
      code: 'workspace/not-a-folder',
      hint: 'Choose another by --workspace.',
    })
  })
})

describe('the write lock', () => {
  it('is held by one, who is named to all others; readers read meanwhile', async () => {
    const writer = await openToWrite()
    await addRun(writer, 'one')
    await expect(openToWrite()).rejects.toMatchObject({
      code: 'workspace/busy',
      message: expect.stringContaining(`a test (process ${String(process.pid)} on `) as string,
    })
    const reader = await openToRead()
    expect(runIds(reader)).toEqual(['one'])
    await addRun(writer, 'two')
    expect(runIds(reader)).toEqual(['one', 'two'])
    expect(() => reader.database.run('DELETE FROM runs')).toThrow(
      expect.objectContaining({ code: 'workspace/read-only' }),
    )
    await reader.shutdown()
    await writer.shutdown()
    await (await openToWrite()).shutdown()
  })

  it('goes to a sharer that reads meanwhile, once it is free', async () => {
    const writer = await openToWrite()
    const sharer = await openToShare()
    expect(sharer.isReadOnly).toBe(true)
    expect(await sharer.lookAgain()).toBe('same')
    await addRun(writer, 'one')
    expect(await sharer.lookAgain()).toBe('changed')
    expect(await sharer.lookAgain()).toBe('same')
    expect(runIds(sharer)).toEqual(['one'])
    const refusal = expect.objectContaining({
      code: 'workspace/busy',
      message: expect.stringContaining('a test (process ') as string,
    }) as Error
    expect(() => sharer.requireWriteLock()).toThrow(refusal)
    expect(() => deleteRuns(sharer, ['one'])).toThrow(refusal)
    await writer.shutdown()
    expect(await sharer.lookAgain()).toBe('writable')
    expect(sharer.isReadOnly).toBe(false)
    await addRun(sharer, 'two')
    expect(runIds(sharer)).toEqual(['one', 'two'])
    await expect(openToWrite()).rejects.toMatchObject({ code: 'workspace/busy' })
    await sharer.shutdown()
  })

  it('is taken at once by a sharer where nobody has it', async () => {
    const sharer = await openToShare()
    expect(sharer.isReadOnly).toBe(false)
    await sharer.shutdown()
  })

  it('does not keep a sharer from seeing a database that is made after it came', async () => {
    const lock = await WriteLock.take(workspacePaths(folder), 'a test')
    const sharer = await openToShare()
    expect([runIds(sharer), await sharer.lookAgain()]).toEqual([[], 'same'])
    lock.release()
    const writer = await openToWrite()
    await addRun(writer, 'one')
    expect(await sharer.lookAgain()).toBe('changed')
    expect(runIds(sharer)).toEqual(['one'])
    await sharer.shutdown()
    await writer.shutdown()
  })

  it('is free as soon as its holder is dead, however it died', async () => {
    const program = `
      const { Workspace } = await import(${JSON.stringify(WORKSPACE)})
      await Workspace.open({ folder: ${JSON.stringify(folder)}, access: 'write', program: 'the dead' })
      process.stdout.write('open')
      setInterval(() => undefined, 1000)`
    const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await once(child.stdout, 'data')
    await expect(openToWrite()).rejects.toMatchObject({
      code: 'workspace/busy',
      message: expect.stringContaining('the dead') as string,
    })
    child.kill('SIGKILL')
    await once(child, 'close')
    const workspace = await openToWrite()
    expect(workspace.lockHolder).toMatchObject({ program: 'a test', pid: process.pid })
    await workspace.shutdown()
    expect(workspace.lockHolder).toBeUndefined()
  })
})

describe('a workspace of the first schema', () => {
  beforeEach(() => cp(SCHEMA1, folder, { recursive: true }))

  it('is migrated after a backup, and loses nothing', async () => {
    const workspace = await openToWrite()
    expect(schemaVersionOf(workspace.database)).toBe(SCHEMA_VERSION)
    expect(isSound(workspace.database)).toBe(true)
    expect(runIds(workspace)).toEqual(['20260105-080000-aaaa', '20260106-093000-bbbb'])
    const fits = workspace.database.get<{ count: number }>('SELECT count(*) AS count FROM fits')
    expect(fits?.count).toBe(6 + 2)
    const sessions = workspace.database.all<{ run: string; environment: string }>(
      'SELECT run, environment FROM sessions',
    )
    expect(sessions.map(({ run }) => run).sort()).toEqual(runIds(workspace))
    expect(JSON.parse(sessions[0].environment)).toHaveProperty('holdout')
    // One before each step: the oldest is of the schema that was found.
    const backups = await listBackups(workspace.paths)
    expect(backups.at(-1)).toMatchObject({ schemaVersion: 1, runs: 2 })
    await workspace.shutdown()
  })

  it('lets an interrupted run go on', async () => {
    const workspace = await openToWrite()
    const handle = await startRecordedRun(workspace, '20260106-093000-bbbb', { trainer: new FakeTrainer() })
    expect(handle.state.finishedFits).toBe(2)
    const { end, finishedFits } = await handle.done
    expect([end, finishedFits]).toEqual([{ kind: 'finished' }, 6])
    await workspace.shutdown()
  })

  it('opens for reading too', async () => {
    const workspace = await openToRead()
    expect(runIds(workspace)).toHaveLength(2)
    await workspace.shutdown()
  })
})

describe('a damaged workspace', () => {
  /** Overwrites whole pages in the middle of the database. */
  async function damage(): Promise<void> {
    const file = await open(join(folder, 'holdout.sqlite'), 'r+')
    const { size } = await file.stat()
    const pages = Math.floor(size / 8192)
    for (let page = 1; page < pages; page += 2) await file.write(Buffer.alloc(8192, 0xa5), 0, 8192, page * 8192)
    await file.close()
  }

  it('is refused, touched by nobody, and recovered from its last good backup', async () => {
    const workspace = await openToWrite()
    await addRun(workspace, 'one')
    await writeBackup(workspace.database, workspace.paths)
    await addRun(workspace, 'two')
    await workspace.shutdown()
    await damage()
    const before = await contents()
    await expect(openToWrite()).rejects.toMatchObject({ code: 'workspace/damaged' })
    await expect(openToRead()).rejects.toMatchObject({ code: 'workspace/damaged' })
    const offer = await offerRecovery(folder)
    expect(offer.backup).toMatchObject({ runs: 1 })
    expect((await contents()).filter((line) => !line.includes('-wal ') && !line.includes('-shm '))).toEqual(before)
    const recovery = await recoverWorkspace(folder)
    expect(recovery.backup.runs).toBe(1)
    const recovered = await openToWrite()
    expect(isSound(recovered.database)).toBe(true)
    expect(runIds(recovered)).toContain('one')
    expect(await readdir(recovery.damaged)).toContain('holdout.sqlite')
    await recovered.shutdown()
  })

  it('gives back newer runs whose pages can still be read', async () => {
    const workspace = await openToWrite()
    await addRun(workspace, 'one')
    await writeBackup(workspace.database, workspace.paths)
    await addRun(workspace, 'two')
    const fits = workspace.database.all('SELECT * FROM fits')
    await workspace.shutdown()
    const { salvaged, lost } = await recoverWorkspace(folder)
    expect([salvaged, lost]).toEqual([['two'], []])
    const recovered = await openToWrite()
    expect(recovered.database.all('SELECT * FROM fits')).toEqual(fits)
    await recovered.shutdown()
  })

  it('says so where there is no backup', async () => {
    await mkdir(join(folder, 'backups'))
    await writeFile(join(folder, 'holdout.sqlite'), 'x'.repeat(4096))
    await expect(recoverWorkspace(folder)).rejects.toMatchObject({ code: 'workspace/no-backup' })
  })
})

describe('backups', () => {
  it('are kept to the newest three', async () => {
    const workspace = await openToWrite()
    for (let day = 1; day <= 5; day += 1)
      await writeBackup(workspace.database, workspace.paths, new Date(Date.UTC(2026, 0, day)))
    const backups = await listBackups(workspace.paths)
    expect(backups.map(({ madeAt }) => madeAt.slice(0, 10))).toEqual(['2026-01-05', '2026-01-04', '2026-01-03'])
    deleteRuns(workspace, [])
    await workspace.shutdown()
  })
})

describe('where a workspace lies', () => {
  it('is in the user’s data folder of each system', () => {
    expect(defaultWorkspaceFolder({ XDG_DATA_HOME: '/data' }, 'linux', '/home/a')).toBe('/data/holdout')
    expect(defaultWorkspaceFolder({}, 'linux', '/home/a')).toBe('/home/a/.local/share/holdout')
    expect(defaultWorkspaceFolder({}, 'darwin', '/Users/a')).toBe('/Users/a/Library/Application Support/Holdout')
    expect(defaultWorkspaceFolder({ APPDATA: '/Roaming' }, 'win32', '/Users/a')).toBe('/Roaming/Holdout')
  })

  it('can be named, and can be nowhere', () => {
    expect(chooseWorkspace('/given', { HOLDOUT_WORKSPACE: '/other' })).toEqual({ folder: '/given', isNamed: true })
    expect(chooseWorkspace(undefined, { HOLDOUT_WORKSPACE: '/other' })).toEqual({ folder: '/other', isNamed: true })
    expect(chooseWorkspace(undefined, { HOLDOUT_WORKSPACE: 'none' })).toEqual({ isNamed: true })
    expect(chooseWorkspace(undefined, { XDG_DATA_HOME: '/data' })).toEqual({ folder: '/data/holdout', isNamed: false })
  })
})
