import { execFileSync } from 'node:child_process'
import { chmod, cp, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loadDocument } from '../runs/store/loadDocument.ts'
import { storeRun } from '../runs/store/storeRun.ts'
import { tinyRun } from '../runs/testing/tinyRun.ts'
import { startRecordedRun } from '../runs/training/recordedRun.ts'
import { FakeTrainer } from '../trainers/fakeTrainer.ts'
import { listBackups, writeBackup } from './backups.ts'
import { Workspace } from './workspace.ts'

const SCHEMA1 = fileURLToPath(new URL('../../../fixtures/workspace/schema1', import.meta.url))
let folder: string
let release: () => void
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdout-unusual-'))
  release = () => undefined
})
afterEach(async () => {
  release()
  await rm(folder, { recursive: true, force: true })
})

describe('a folder that cannot be a workspace', () => {
  it.each([
    ['a name of 300 characters', 'x'.repeat(300)],
    ['a path of 5,000 characters', join(...Array.from({ length: 50 }, () => 'x'.repeat(100)))],
    ['a NUL in its name', 'a\0b'],
  ])('is refused by name: %s', async (_, name) => {
    for (const access of ['read', 'write', 'share'] as const)
      await expect(Workspace.open({ folder: join(folder, name), access })).rejects.toMatchObject({
        code: 'workspace/not-a-folder',
        hint: expect.stringContaining('by --workspace') as string,
      })
  })
})

async function writeRun(): Promise<Workspace> {
  const workspace = await Workspace.open({ folder: join(folder, 'workspace'), access: 'write' })
  await storeRun(workspace, await tinyRun({ id: 'one' }))
  await (
    await startRecordedRun(workspace, 'one', { trainer: new FakeTrainer() })
  ).done
  return workspace
}

/** The folder as it is seen through a mount that nobody can write to, or where that cannot be made, without permission to write. */
async function onReadOnlyMedium(path: string): Promise<string> {
  const seen = join(folder, 'medium')
  await mkdir(seen)
  try {
    execFileSync('mount', ['--bind', path, seen], { stdio: 'ignore' })
    execFileSync('mount', ['-o', 'remount,bind,ro', seen], { stdio: 'ignore' })
    release = () => execFileSync('umount', [seen])
    return seen
  } catch {
    await chmod(path, 0o500)
    release = () => execFileSync('chmod', ['-R', 'u+w', path])
    return path
  }
}

describe.skipIf(process.platform === 'win32')('a workspace on a read-only medium', () => {
  it('is listed and read', async () => {
    const written = await writeRun()
    const whole = await loadDocument(written, 'one', { histories: true })
    await written.shutdown()
    const before = await readdir(written.paths.folder)
    const medium = await onReadOnlyMedium(written.paths.folder)
    const workspace = await Workspace.open({ folder: medium, access: 'read' })
    expect(workspace.database.all('SELECT id FROM runs')).toEqual([{ id: 'one' }])
    expect(await loadDocument(workspace, 'one', { histories: true })).toEqual(whole)
    await workspace.shutdown()
    await expect(Workspace.open({ folder: medium, access: 'write' })).rejects.toMatchObject({
      code: 'workspace/read-only',
    })
    const shared = await Workspace.open({ folder: medium, access: 'share' })
    expect([shared.isReadOnly, await shared.lookAgain()]).toEqual([true, 'same'])
    expect(() => shared.requireWriteLock()).toThrow(expect.objectContaining({ code: 'workspace/read-only' }))
    await shared.shutdown()
    expect(await readdir(written.paths.folder)).toEqual(before)
  })

  it('is listed where an older Holdout wrote it', async () => {
    const path = join(folder, 'workspace')
    await cp(SCHEMA1, path, { recursive: true })
    const medium = await onReadOnlyMedium(path)
    const workspace = await Workspace.open({ folder: medium, access: 'read' })
    expect(workspace.database.all('SELECT id FROM runs')).toHaveLength(2)
    await workspace.shutdown()
  })
})

describe('a clock that was wrong', () => {
  it('stops no backup: one from the future keeps none from being made', async () => {
    const workspace = await writeRun()
    const future = new Date(Date.now() + 10 * 365 * 24 * 3600 * 1000)
    await writeBackup(workspace.database, workspace.paths, future)
    await workspace.shutdown()
    const backups = await listBackups(workspace.paths)
    expect(backups.map(({ madeAt, runs }) => [madeAt > new Date().toISOString(), runs])).toEqual([
      [true, 1],
      [false, 1],
    ])
  })

  it('keeps the newest by when they were made: those from the future make way', async () => {
    const workspace = await writeRun()
    const { database, paths } = workspace
    for (const year of [2090, 2091, 2092]) await writeBackup(database, paths, new Date(Date.UTC(year, 0, 1)))
    await writeBackup(database, paths)
    expect((await listBackups(paths)).map(({ madeAt }) => madeAt.slice(0, 4))).toContain(
      String(new Date().getFullYear()),
    )
    await workspace.shutdown()
  })
})
