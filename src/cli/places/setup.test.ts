import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { EXIT } from '../../core/errors.ts'
import type { PlaceFact } from '../../lab/places/placeFact.ts'
import { OwnSsh, hasSsh } from '../../lab/places/testing/ownSsh.ts'
import { standInTree } from '../../lab/places/testing/standInTree.ts'
import { runCli, startCli } from '../testing/runCli.ts'

describe('setting up a place', { timeout: 120_000 }, () => {
  let folder: string
  let tree: string
  let there: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'holdout-setup-'))
    tree = join(folder, 'tree')
    there = join(folder, 'a "place"\nthat it\'s')
    await standInTree(tree)
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  const inWorkspace = (): readonly string[] => ['--workspace', join(folder, 'workspace')]
  const setup = (name: string) => ['places', 'setup', name, '--from', tree, '--json', ...inWorkspace()]
  const builds = () => readdir(join(there, 'builds'))

  async function programOf(name: string, env: Readonly<Record<string, string>> = {}): Promise<PlaceFact | undefined> {
    const { stdout } = await startCli(['places', 'check', name, '--json', ...inWorkspace()], env).ended
    return (JSON.parse(stdout) as PlaceFact[]).find(({ what }) => what === 'program')
  }

  it('copies the tree once, and sends it again where it is damaged', async () => {
    await runCli('places', 'add', 'here', '--folder', there, ...inWorkspace())
    const first = await runCli(...setup('here'))
    expect([first.code, JSON.parse(first.stdout)]).toEqual([0, expect.objectContaining({ isSent: true })])
    const [build, ...others] = await builds()
    expect(others).toEqual([])
    expect(await programOf('here')).toMatchObject({ isFine: true })
    expect(JSON.parse((await runCli(...setup('here'))).stdout)).toMatchObject({ isSent: false })
    const damaged = join(there, 'builds', build, 'app/out/trainer/shards/main.js')
    const whole = await readFile(damaged, 'utf8')
    await writeFile(damaged, whole.slice(0, -1))
    expect(JSON.parse((await runCli(...setup('here'))).stdout)).toMatchObject({ isSent: true })
    expect([await builds(), await readFile(damaged, 'utf8')]).toEqual([[build], whole])
    await rm(join(there, 'builds', build, 'bin/node'))
    expect(JSON.parse((await runCli(...setup('here'))).stdout)).toMatchObject({ isSent: true })
    await mkdir(join(there, 'builds', 'older'))
    expect((await runCli('places', 'clean', 'here', ...inWorkspace())).code).toBe(0)
    expect(await builds()).toEqual([build])
  })

  it('keeps nothing of a copy that is not whole, and leaves the place as it was', async () => {
    await runCli('places', 'add', 'here', '--folder', there, ...inWorkspace())
    await writeFile(join(tree, 'bin/node'), '#!/bin/sh\nexit 0\n')
    const { code, stdout } = await runCli(...setup('here'))
    expect([code, stdout]).toEqual([EXIT.training, expect.stringContaining('could not be copied')])
    expect(await builds()).toEqual([])
  })

  it.skipIf(!hasSsh())('makes a host ready that has nothing of Holdout', async () => {
    const ssh = await OwnSsh.start({})
    try {
      const env = { PATH: `${ssh.programs}:${process.env['PATH'] ?? ''}` }
      const added = await runCli('places', 'add', 'far', ssh.host, '--folder', there, ...inWorkspace())
      expect(added).toMatchObject({ code: 0 })
      expect(await programOf('far', env)).toMatchObject({
        isFine: false,
        hint: expect.stringContaining('places setup far') as string,
      })
      expect((await startCli(setup('far'), env).ended).code).toBe(0)
      expect(await programOf('far', env)).toMatchObject({ isFine: true })
    } finally {
      ssh.stop()
    }
  })
})
