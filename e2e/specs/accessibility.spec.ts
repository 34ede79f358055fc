import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { writeOwnCsv } from '../harness/ownCsv.ts'
import { runExample, startExample } from '../harness/startExample.ts'
import { toBeAccessible, violationsOn } from '../harness/accessibility.ts'
import { expect, test } from '../harness/test.ts'

const EXAMPLE = 'Example: Dropout on Sonar'

// Every screen is gone through by axe four times.
test.describe.configure({ timeout: 240_000 })
test.beforeEach(({ page }) => page.emulateMedia({ reducedMotion: 'reduce' }))

test('empty rooms, the palette and the settings', async ({ app, page, connection: { lab } }) => {
  await expect(app.start.heading).toBeVisible()
  await toBeAccessible(page, lab, 'start')
  for (const room of ['Data', 'Model', 'Run', 'History', 'Report'] as const) {
    await app.goTo(room)
    await expect(app.room.getByRole('heading').first()).toBeAttached()
    await toBeAccessible(page, lab, `${room}, empty`)
  }
  await app.palette.open()
  await toBeAccessible(page, lab, 'palette')
  await page.keyboard.press('Escape')
  await app.settings.open()
  await toBeAccessible(page, lab, 'settings')
})

test('the data room', async ({ app, page, folder, connection: { lab } }) => {
  const { data } = app
  const csv = await writeOwnCsv(folder)
  await app.goTo('Data')
  await expect(app.room.getByRole('button', { name: /^Import CSV/ })).toBeVisible()
  await data.openCsv(csv, () => page.keyboard.press('Control+o'))
  await expect(data.row(2)).toBeVisible()
  await toBeAccessible(page, lab, 'a file on its way in')
  await data.import()
  await expect(data.grid).toHaveAccessibleName('Rows of odczyty.csv')
  await data.selectColumn('V3')
  await expect(data.inspector.getByRole('img')).toBeVisible()
  await toBeAccessible(page, lab, 'a dataset')
  await app.room.getByRole('button', { name: 'Samples', exact: true }).click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await toBeAccessible(page, lab, 'samples')
})

test('the model room', async ({ app, page, connection: { lab } }) => {
  const { model, palette } = app
  await palette.run(EXAMPLE)
  await model.open(1)
  await toBeAccessible(page, lab, 'layers')
  await model.set(1, 'Units', '0')
  await expect(model.card(1).getByRole('alert')).toBeVisible()
  await toBeAccessible(page, lab, 'a wrong value')
  await model.field(1, 'Units').press('Escape')
  await model.view('YAML').click()
  await toBeAccessible(page, lab, 'text')
  await model.text.fill(`${await model.textInFull()}\nwrong: [`)
  await expect(model.textProblems).toBeVisible()
  await toBeAccessible(page, lab, 'wrong text')
})

test('a run under way, and asking whether to stop it', async ({ app, page, connection: { lab } }) => {
  const runId = await startExample(lab, { epochs: 40_000, folds: 5, models: ['Hidden'] })
  await app.goTo('Run')
  await app.run.toBeTraining()
  await toBeAccessible(page, lab, 'a run under way')
  await app.run.pause()
  await toBeAccessible(page, lab, 'a paused run')
  await page.keyboard.press('Control+.')
  await expect(page.getByRole('dialog')).toBeVisible()
  await toBeAccessible(page, lab, 'stopping')
  await lab.runs.stop({ runId })
})

test('a finished run, the history and the report', async ({ app, page, connection: { lab } }) => {
  const { history } = app
  await runExample(lab, { epochs: 20, folds: 5, models: ['Baseline', 'Hidden'] })
  await app.goTo('Run')
  await app.run.showLast()
  await app.run.toBeFinished(10)
  await toBeAccessible(page, lab, 'a finished run')
  await app.goTo('History')
  await history.compare(history.candidate('Baseline'), history.candidate('Hidden'))
  await expect(history.differences).toBeVisible()
  await expect(history.curves.getByRole('img')).toBeVisible()
  await toBeAccessible(page, lab, 'candidates compared')
  await history.curves.getByRole('button', { name: 'Show as table' }).click()
  await history.candidate('Hidden').click()
  await expect(history.side.getByRole('textbox', { name: 'Add a tag' })).toBeVisible()
  await toBeAccessible(page, lab, 'one candidate')
  await app.room.getByRole('button', { name: /^Filter/ }).click()
  await expect(page.getByRole('dialog', { name: 'Filter' })).toBeVisible()
  await toBeAccessible(page, lab, 'a filter')
  await page.keyboard.press('Escape')
  await app.goTo('Report')
  await expect(app.report.frame).toBeVisible()
  await toBeAccessible(page, lab, 'report')
})

test('a sweep and what can be done with its run', async ({ app, page, connection: { lab } }) => {
  const { history } = app
  await runExample(lab, { epochs: 10, folds: 3, models: ['Hidden'], edit: withSweep })
  await app.goTo('History')
  await history.candidates.first().click()
  const sweep = app.room.getByRole('region', { name: /^Sweep/ })
  await expect(sweep.getByRole('img', { name: /of 4 candidates; the best is/ })).toBeVisible()
  await toBeAccessible(page, lab, 'a sweep')
  await history.sweep.getByRole('radio', { name: 'Lines' }).click()
  await history.rangeEnd('rate', 'lower').press('ArrowUp')
  await expect(history.sweep.getByRole('button', { name: 'Clear ranges' })).toBeVisible()
  await toBeAccessible(page, lab, 'lines through a sweep')
  await history.candidates
    .first()
    .getByRole('button', { name: /^What can be done/ })
    .click()
  await expect(page.getByRole('menu')).toBeVisible()
  await toBeAccessible(page, lab, 'a menu')
  await page.keyboard.press('Escape')
  await history.doWith(history.candidates.first(), 'Delete run')
  await expect(page.getByRole('button', { name: 'Undo', exact: true })).toBeVisible()
  await toBeAccessible(page, lab, 'a message that can be undone')
})

/** Two settings with two values each. */
function withSweep(text: string): string {
  return text
    .replaceAll('rate: 0.2', 'rate: { sweep: [0.1, 0.3], as: rate }')
    .replaceAll('momentum: 0.9', 'momentum: { sweep: [0.5, 0.9] }')
}

test('a report as it is handed on', async ({ connection: { lab }, folder, browser }) => {
  const runId = await runExample(lab, { epochs: 20, folds: 5, models: ['Baseline', 'Hidden'] })
  const file = join(folder, 'report.html')
  const { html } = await lab.reports.preview({ runId })
  await writeFile(file, html)
  for (const colorScheme of ['light', 'dark'] as const) {
    const context = await browser.newContext({ colorScheme })
    const report = await context.newPage()
    await report.goto(pathToFileURL(file).href)
    await expect(report.getByRole('heading', { level: 1 })).toBeVisible()
    expect.soft(await violationsOn(report), colorScheme).toEqual([])
    await context.close()
  }
})
