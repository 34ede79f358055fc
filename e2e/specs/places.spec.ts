import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Locator } from '@playwright/test'
import type { LabClient } from '../../src/contract/contract.ts'
import { PlacesFile } from '../../src/lab/places/placesFile.ts'
import { hasSlurm, SlurmCluster } from '../../src/lab/places/testing/slurmCluster.ts'
import { violationsOn } from '../harness/accessibility.ts'
import { LabConnection } from '../harness/labClient.ts'
import { ServeProcess } from '../harness/serveProcess.ts'
import { runExample } from '../harness/startExample.ts'
import { expect, test as plain } from '../harness/test.ts'
import { AppPage } from '../pages/appPage.ts'
import { choose } from '../pages/choose.ts'

/** Enough for a trainer to be killed before it is done. */
const EPOCHS = 2000
/** The controller of a cluster whose machine is busy takes its time. */
const PATIENCE = { timeout: 60_000 }

interface Fixtures {
  readonly cluster: SlurmCluster
}

/** The lab has a real Slurm of two nodes: its own, and the same behind an `ssh` that goes nowhere else. */
const test = plain.extend<Fixtures>({
  // Playwright reads which fixtures are needed from the pattern, which therefore must be one.
  cluster: async ({}, use) => {
    const cluster = await SlurmCluster.start()
    await use(cluster)
    await cluster.stop()
  },
  serving: async ({ cluster }, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'holdout-far-'))
    const ssh = join(folder, 'ssh')
    await writeFile(
      ssh,
      '#!/bin/sh\nwhile [ "$1" != -- ]; do shift; done\n[ "$2" = gone ] && exit 255\nshift 2\nexec sh -c "$*"\n',
    )
    await chmod(ssh, 0o755)
    const path = process.env['PATH']
    process.env['PATH'] = `${folder}:${path ?? ''}`
    const workspace = join(folder, 'workspace')
    const places = new PlacesFile(workspace)
    const program = { node: process.execPath, program: resolve('.') }
    const options = { engine: 'slurm', folder: join(cluster.folder, 'place'), leastSeconds: 0, fileDelay: 1 } as const
    await places.add({ name: 'lab', host: 'ada@login', ...options, ...program })
    await places.add({ name: 'nowhere', host: 'gone', ...options, ...program })
    const serving = await ServeProcess.start([], workspace)
    await use(serving)
    await serving.stop()
    process.env['PATH'] = path
    await rm(folder, { recursive: true, force: true })
  },
})

/** What a run comes to, without what every run has its own of. */
async function resultOf(lab: LabClient, runId: string): Promise<unknown> {
  const { models } = await lab.runs.document({ runId, histories: true })
  return JSON.parse(JSON.stringify(models, (key, value: unknown) => (key === 'seconds' ? undefined : value)))
}

test.describe('runs on a cluster', () => {
  test.setTimeout(240_000)
  test.skip(!hasSlurm(), 'there is no Slurm here')

  test('a run leaves the machine once that was agreed, is lost and found again, and comes to the bits of a local one', async ({
    app,
    page,
    cluster,
    browser,
    connection: { lab },
    serving,
  }) => {
    const local = await runExample(lab, { epochs: EPOCHS })
    const { experiment: text } = await lab.runs.document({ runId: local })
    const [{ datasetId = '' }] = (await lab.history.query({})).rows
    await lab.experiments.keepDraft({ text, datasetId })
    await app.reload()
    await app.goTo('Model')
    const dialog = page.getByRole('dialog')
    await test.step('a place that is not there says so, and what to do', async () => {
      await choose(page.getByRole('banner'), 'Train on', 'On nowhere')
      await app.runButton.click()
      await expect(dialog).toContainText('Try "ssh gone true"')
      await dialog.getByRole('button', { name: 'Cancel' }).click()
    })
    await test.step('the plan is shown, and the data goes only when that is agreed', async () => {
      await choose(page.getByRole('banner'), 'Train on', 'On lab')
      await app.runButton.click()
      await expect(dialog).toContainText('lab is ready')
      await expect(dialog).toContainText(/Fits\s*30\s*Parts\s*3, of one core each/)
      await expect(dialog).toContainText(/the table of sonar\.csv, to ada@login/)
      const start = dialog.getByRole('button', { name: 'Train there' })
      await expect(start).toBeDisabled()
      await dialog.getByRole('checkbox').check()
      expect(await violationsOn(page)).toEqual([])
      await start.click()
    })
    const parts = partsIn(app)
    await test.step('a trainer that is killed is started again, and the page says so', async () => {
      await parts.click()
      await expect(dialog.getByRole('row', { name: /training n1/ })).toBeVisible(PATIENCE)
      expect(cluster.killTrainers('n1')).toBe(1)
      await expect(parts).toHaveText(/1 loss/, PATIENCE)
    })
    const [{ runId, place }] = (await lab.history.query({ sort: { field: 'startedAt', direction: 'descending' } })).rows
    expect(place).toBe('lab')
    await app.close()
    await serving.stop()
    const again = await ServeProcess.start([], serving.workspace)
    const context = await browser.newContext({ viewport: { width: 960, height: 640 } })
    const other = new AppPage(await context.newPage())
    await test.step('it goes on while nobody listens, and is listened to again', async () => {
      await other.page.goto(again.address)
      await other.goTo('History')
      await expect(other.history.row('Baseline').first()).toContainText('away, lab')
      await other.page.goto(`${again.origin}/#/run/${runId}`)
      await expect(other.room).toContainText('The run goes on at lab')
      await other.room.getByRole('button', { name: /^Listen again/ }).click()
      const parts = partsIn(other)
      await expect(parts).toHaveText('lab: 3 of 3 parts done, 1 loss', PATIENCE)
      await parts.click()
      await expect(other.page.getByRole('row', { name: /done, again after a loss n1 10/ })).toBeVisible()
      expect(await violationsOn(other.page)).toEqual([])
    })
    const connection = await LabConnection.of(other.page)
    await expect.poll(async () => (await connection.lab.runs.document({ runId })).end.kind, PATIENCE).toBe('finished')
    expect(await resultOf(connection.lab, runId)).toEqual(await resultOf(connection.lab, local))
    const { place: kept } = await connection.lab.runs.document({ runId })
    expect(kept).toMatchObject({ name: 'lab', host: 'ada@login', agreed: 'now' })
    connection.close()
    await context.close()
    await again.stop()
  })
})

/** How far the parts of the run in sight are. */
function partsIn(app: AppPage): Locator {
  return app.room.getByRole('button', { name: /^lab: \d of 3 parts done/ })
}
