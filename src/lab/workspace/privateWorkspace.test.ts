import { chmod, mkdir, mkdtemp, readdir, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { importDataset } from '../datasets/store/importDataset.ts'
import { JsonFile } from '../files/jsonFile.ts'
import { makeTemporaryFolder, sweepTemporaryFolders } from '../files/temporaryFolder.ts'
import { FakeTrainer } from '../trainers/fakeTrainer.ts'
import { startRecordedRun } from '../runs/training/recordedRun.ts'
import { storeRun } from '../runs/store/storeRun.ts'
import { tinyRun } from '../runs/testing/tinyRun.ts'
import { Workspace } from './workspace.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdout-private-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** Everything in a folder that others may read, write or enter. */
async function openToOthers(path: string): Promise<string[]> {
  const names = ['.', ...(await readdir(path, { recursive: true }))]
  const modes = await Promise.all(names.map(async (name) => ({ name, mode: (await stat(join(path, name))).mode })))
  return modes.filter(({ mode }) => (mode & 0o077) !== 0).map(({ name }) => name)
}

const skipWindows = process.platform === 'win32'

describe.skipIf(skipWindows)('the files of a workspace', () => {
  it('are for one person alone, while it is written to and afterwards', async () => {
    const own = join(folder, 'own')
    await writeFile(join(folder, 'a.csv'), 'x,y\n1,2\n3,4\n')
    const workspace = await Workspace.open({ folder: own, access: 'write' })
    await storeRun(workspace, await tinyRun({ id: 'one' }))
    await (
      await startRecordedRun(workspace, 'one', { trainer: new FakeTrainer() })
    ).done
    await importDataset({ file: join(folder, 'a.csv'), folder: workspace.paths.datasets })
    await new JsonFile(join(own, 'draft.json'), (data) => data).save({ text: 'secret' })
    expect(await openToOthers(own)).toEqual([])
    await workspace.shutdown()
    expect(await openToOthers(own)).toEqual([])
    expect((await readdir(join(own, 'backups'))).length).toBeGreaterThan(0)
  })

  it('of an older workspace are closed to others when it is opened', async () => {
    const old = join(folder, 'old')
    await (await Workspace.open({ folder: old, access: 'write' })).shutdown()
    await mkdir(join(old, 'runs', 'one', 'models'), { recursive: true })
    await writeFile(join(old, 'runs', 'one', 'models', 'model-0.json'), '{}')
    for (const name of ['.', ...(await readdir(old, { recursive: true }))]) {
      const path = join(old, name)
      await chmod(path, (await stat(path)).isDirectory() ? 0o755 : 0o644)
    }
    await (await Workspace.open({ folder: old, access: 'write' })).shutdown()
    expect(await openToOthers(old)).toEqual([])
  })

  it('are closed without touching what else lies there, or where links lead', async () => {
    const shared = join(folder, 'shared')
    await mkdir(shared, { mode: 0o755 })
    await writeFile(join(shared, 'notes.txt'), 'mine', { mode: 0o644 })
    await writeFile(join(folder, 'elsewhere'), 'x', { mode: 0o644 })
    await symlink(join(folder, 'elsewhere'), join(shared, 'settings.json'))
    await (await Workspace.open({ folder: shared, access: 'write' })).shutdown()
    const open = [shared, join(shared, 'notes.txt'), join(folder, 'elsewhere')]
    const modes = await Promise.all(open.map(async (path) => (await stat(path)).mode & 0o777))
    expect(modes).toEqual([0o755, 0o644, 0o644])
  })
})

describe('what killed programs have left', () => {
  it('is swept when the workspace is opened to write', async () => {
    const own = join(folder, 'own')
    const { paths, ...workspace } = { paths: { folder: own }, ...(await opened(own)) }
    await workspace.shutdown()
    const left = ['datasets/.incoming-1', 'inbox/of-999999999', 'inbox/2f7c', '.recovery-abc']
    for (const name of left) await mkdir(join(paths.folder, name, 'x'), { recursive: true })
    await mkdir(join(own, 'tables'), { recursive: true })
    await writeFile(join(own, 'tables', '.a.table.12345678.tmp'), 'x')
    await writeFile(join(own, 'draft.json.12345678.tmp'), 'x')
    await writeFile(join(own, 'of-a-person.tmp'), 'x')
    await (await opened(own)).shutdown()
    const names = await readdir(own, { recursive: true })
    expect(names.filter((name) => /incoming|of-9|2f7c|recovery|\.tmp$/.test(name))).toEqual(['of-a-person.tmp'])
  })

  it('in the folder for temporary files is swept, and what belongs to those alive stays', async () => {
    const mine = await makeTemporaryFolder('test')
    const dead = mine.replace(`-${String(process.pid)}-`, '-999999999-')
    const [old, young] = ['holdout-program-aB3xY9', 'holdout-program-zZ3xY9'].map((name) => join(tmpdir(), name))
    for (const path of [dead, old, young]) await mkdir(path)
    await utimes(old, new Date(2020, 1), new Date(2020, 1))
    await sweepTemporaryFolders()
    const names = await readdir(tmpdir())
    expect([mine, dead, old, young].map((path) => names.includes(basename(path)))).toEqual([true, false, false, true])
    for (const path of [mine, young]) await rm(path, { recursive: true })
  })
})

async function opened(path: string): Promise<{ shutdown: () => Promise<void> }> {
  const workspace = await Workspace.open({ folder: path, access: 'write' })
  return { shutdown: () => workspace.shutdown() }
}
