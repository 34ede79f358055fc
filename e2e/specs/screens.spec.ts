import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LabClient } from '../../src/contract/contract.ts'
import { Album } from '../harness/album.ts'
import { plantReadings } from '../harness/plantReadings.ts'
import { ServeProcess } from '../harness/serveProcess.ts'
import { expect, test as plain } from '../harness/test.ts'

/** The pictures show a workspace by a name that a person would give it. */
const test = plain.extend({
  // Playwright reads which fixtures are needed from the pattern, which therefore must be one.
  serving: async ({}, use) => {
    const parent = await mkdtemp(join(tmpdir(), 'holdout-screens-'))
    const serving = await ServeProcess.start([], join(parent, 'Holdout'))
    await use(serving)
    await serving.stop()
    await rm(parent, { recursive: true, force: true })
  },
})

/** Each screen is looked at ten times and more. They are the longest tests: side by side, both workers end about the same time. */
test.describe.configure({ mode: 'parallel', timeout: 300_000 })

interface Opened {
  readonly text: string
  readonly datasetId: string
}

async function openExample(lab: LabClient, name: string): Promise<Opened> {
  const examples = await lab.experiments.examples()
  const example = examples.find(({ file }) => file.name.startsWith(name))
  const { text, dataset } = await lab.experiments.open({ file: example?.file.ref ?? '' })
  return { text, datasetId: dataset?.id ?? '' }
}

/** Runs an experiment to its end. */
async function runToEnd(lab: LabClient, { text, datasetId }: Opened): Promise<string> {
  const { runId } = await lab.runs.start({ text, datasetId })
  await expect
    .poll(async () => (await lab.runs.document({ runId })).end, { timeout: 120_000 })
    .toEqual({ kind: 'finished' })
  return runId
}

/** Twenty networks: two hyperparameters, five values by four. */
function sweepOf({ text, datasetId }: Opened): Opened {
  const short = text
    .replace(/^name: .*/m, 'name: Dropout by learning rate')
    .replace('epochs: 300', 'epochs: 60')
    .replace('folds: 10', 'folds: 5')
    .replace('learningRate: 0.1', 'learningRate: { sweep: [0.01, 0.03, 0.1, 0.3] }')
    .replaceAll(/sweep: \{ from: 0, to: 0.95, count: 20 \}/g, 'sweep: [0, 0.2, 0.4, 0.6, 0.8]')
  return { text: short, datasetId }
}

test('the screens before anything has run', async ({ app, page, connection: { lab } }) => {
  const album = new Album(page, lab)
  await expect(app.start.heading).toBeVisible()
  await album.take('start')
  for (const room of ['Data', 'Run', 'History', 'Report'] as const) {
    await app.goTo(room)
    await expect(app.room.getByRole('heading').first()).toBeAttached()
    await album.take(`empty-${room.toLowerCase()}`)
  }
})

test('the screens of a sample and of an awkward table', async ({ app, page, folder, connection: { lab } }) => {
  const album = new Album(page, lab)
  await app.goTo('Data')
  await app.room.getByRole('button', { name: /Sonar/ }).click()
  await expect(app.data.grid).toHaveAccessibleName('Rows of sonar.csv')
  await expect(app.data.preflight).toContainText('No problem prevents training')
  await app.data.selectColumn('V4')
  await album.take('data-sample')

  const file = join(folder, 'plant-readings.csv')
  await writeFile(file, plantReadings())
  await app.data.openCsv(file, () => app.room.getByRole('button', { name: /^Import CSV/ }).click())
  await expect(app.data.grid).toHaveAccessibleName('First rows of plant-readings.csv')
  await app.data.selectColumn('Durchfluss')
  await album.take('data-preview')
  await app.data.import()
  await expect(app.data.grid).toHaveAccessibleName('Rows of plant-readings.csv')
  await app.data.selectColumn('Temperatur')
  await expect(app.data.preflight).toContainText('Prüfcode')
  await page.getByRole('button', { name: 'Dismiss' }).click()
  await album.take('data-own')

  const ragged = join(folder, 'ragged.csv')
  await writeFile(ragged, plantReadings(40).replace('P-10047;', 'P-10047;;;'))
  await app.data.openCsv(ragged, () => app.room.getByRole('button', { name: /^Import CSV/ }).click())
  await expect(app.room.getByRole('alert')).toBeVisible()
  await album.take('data-refused')
})

test('the screens of an experiment, its run and what came of it', async ({ app, page, connection: { lab } }) => {
  const album = new Album(page, lab)
  await app.start.runSample()
  await app.run.toBeFinished(30)
  await app.room.getByRole('button', { name: /^Baseline/ }).click()
  await album.take('run-finished')
  await app.room.getByRole('button', { name: /^What can be done/ }).click()
  await page.getByRole('menuitem', { name: /^Extend/ }).click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await album.take('run-extend')
  await page.keyboard.press('Escape')

  await app.goTo('Model')
  await page
    .getByRole('button', { name: /^Hidden/ })
    .first()
    .click()
  await app.model.open(1)
  await album.take('model-cards')
  await page.getByRole('radio', { name: 'YAML' }).click()
  await album.take('model-yaml')
  await page.getByRole('radio', { name: 'Stack' }).click()
  await app.model.card(1).getByRole('button', { name: 'Sweep Units' }).click()
  await app.model.card(1).getByRole('button', { name: 'Edit the sweep of Units' }).click()
  await expect(page.getByRole('textbox', { name: 'Values' })).toBeVisible()
  await album.take('model-sweep')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Compare with run…' }).click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await album.take('model-differences')
  await page.keyboard.press('Escape')
  await app.model.step('Undo').click()

  await app.goTo('History')
  await expect(app.room.getByRole('heading', { name: 'Compare 3 candidates' })).toBeVisible()
  await album.take('history-verdict')
  await app.goTo('Report')
  await expect(page.frameLocator('iframe').getByText('Baseline').first()).toBeVisible()
  await album.take('report')

  await page.keyboard.press('Control+k')
  await page.getByRole('dialog').getByRole('textbox').or(page.getByRole('dialog').getByRole('combobox')).fill('drop')
  await album.take('palette')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Settings' }).click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await album.take('settings')
})

test('the screens of a run under way, paused, stopped and gone wrong', async ({ app, page, connection: { lab } }) => {
  const album = new Album(page, lab)
  const { text, datasetId } = await openExample(lab, 'sonar-dropout.yaml')
  const long = text.replace('epochs: 300', 'epochs: 9000')
  await lab.runs.start({ text: long, datasetId, models: ['Hidden'] })
  await app.goTo('Run')
  await app.run.toBeTraining()
  await expect(app.room).toContainText(/\b(?:[3-9]\d\d|[1-8],\d\d\d) \/ 9,000/, { timeout: 40_000 })
  await album.take('run-training')
  await app.run.pause()
  await album.take('run-paused')
  await page.keyboard.press('Control+.')
  await expect(page.getByRole('dialog')).toBeVisible()
  await album.take('run-stop')
  await page.getByRole('dialog').getByRole('button', { name: /^Stop/ }).click()
  await expect(app.room).toContainText('stopped')
  const hot = text.replace('learningRate: 0.01', 'learningRate: 1.0e+6').replace('epochs: 300', 'epochs: 60')
  await runToEnd(lab, { text: hot, datasetId })
  await app.goTo('History')
  await app.goTo('Run')
  await expect(app.room).toContainText('30 of 30 fits done')
  await album.take('run-diverged')
})

test('the screens of a history of sweeps', async ({ app, page, connection: { lab } }) => {
  const album = new Album(page, lab)
  await runToEnd(lab, await openExample(lab, 'servo-regression'))
  await runToEnd(lab, await openExample(lab, 'ionosphere-nested'))
  await runToEnd(lab, sweepOf(await openExample(lab, 'sonar-dropout-sweep')))
  await app.goTo('History')
  await expect(app.history.table).toBeVisible()
  await album.take('history-table')
  await app.history.row('Hidden').first().click()
  await expect(app.room.getByRole('radio', { name: 'Heat map' })).toBeVisible()
  await album.take('history-sweep')
  await page.getByRole('radio', { name: 'Lines' }).click()
  await album.take('history-sweep-lines')
})
