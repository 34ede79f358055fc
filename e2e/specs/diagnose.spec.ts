import { expect, test } from '../harness/test.ts'
import { toBeAccessible } from '../harness/accessibility.ts'
import { runExample } from '../harness/startExample.ts'

test.describe.configure({ timeout: 180_000 })
test.beforeEach(({ page }) => page.emulateMedia({ reducedMotion: 'reduce' }))

const REPEATED = (text: string): string =>
  text
    .replace('folds: 10', 'folds: 10, repeats: 2')
    .replace('seed: 7', 'seed: 7\nimportance: { shuffles: 2 }\nlearningCurve: { fractions: [0.5] }')

test('from a finished run to the rocks that Hidden calls mines', async ({ app, page, connection: { lab } }) => {
  const runId = await runExample(lab, { epochs: 12, folds: 4, models: ['Baseline', 'Hidden'], edit: REPEATED })
  const [hidden] = (await lab.history.query({ filters: [{ field: 'model', operator: 'is', values: ['Hidden'] }] })).rows
  expect(hidden.runId).toBe(runId)
  const [diagnosis] = await lab.diagnostics.of({ candidates: [hidden.id] })
  const matrix = diagnosis.results.confusionMatrix
  if (!matrix) throw new Error('No matrix.')
  const [rock, mine] = [matrix.labels.indexOf('R'), matrix.labels.indexOf('M')]
  const behind = await lab.diagnostics.rows({
    candidate: hidden.id,
    request: { kind: 'cell', truth: rock, predicted: mine },
    sort: { by: 'wrong', direction: 'descending' },
  })
  expect(behind.total).toBeGreaterThan(0)

  await app.goTo('Run')
  await page.goto(`${page.url().split('#')[0]}#/run/${runId}`)
  await test.step('three clicks', async () => {
    await app.room
      .getByRole('option', { name: /Hidden/ })
      .or(app.room.getByRole('button', { name: /^Hidden/ }))
      .first()
      .click()
    await app.room.getByRole('button', { name: 'Diagnose' }).click()
    await app.room.getByRole('button', { name: /^True R, predicted M/ }).click()
  })
  const rows = app.room.getByRole('region', { name: 'Rows', exact: true })
  await expect(rows.getByRole('heading')).toHaveText('R predicted M')
  await expect(rows.getByRole('status')).toHaveText(String(behind.total))
  await expect(rows.getByRole('rowheader')).toHaveText(behind.rows.map(({ row }) => String(row + 1)))
  await expect(app.roomLink('History')).toHaveAttribute('aria-current', 'page')

  await test.step('by keyboard too', async () => {
    const cell = app.room.getByRole('button', { name: /^True M, predicted R/ })
    await cell.focus()
    await page.keyboard.press('Enter')
    await expect(rows.getByRole('heading')).toHaveText('M predicted R')
    const slider = app.room.getByRole('slider', { name: /Threshold/ })
    await slider.focus()
    const before = await slider.inputValue()
    await page.keyboard.press('ArrowRight')
    expect(Number(await slider.inputValue())).toBeCloseTo(Number(before) + 0.01, 6)
  })
  await test.step('hard rows open in the grid', async () => {
    const hard = diagnosis.results.hardRows?.rows.length ?? 0
    await app.room.getByRole('button', { name: `All ${String(hard)}`, exact: true }).click()
    await expect(rows.getByRole('heading')).toHaveText('Chosen rows')
    await expect(rows.getByRole('status')).toHaveText(String(hard))
  })
  await test.step('calibration in numbers, and with other bins', async () => {
    await app.room.getByRole('radio', { name: /^Calibration/ }).click()
    const numbers = app.room.getByRole('group', { name: 'Brier score and calibration error' })
    const { brier = NaN } = diagnosis.results.calibration?.classes[0] ?? {}
    await expect(numbers.getByRole('row').nth(1)).toContainText(brier.toFixed(4))
    const quantile = app.room.getByRole('radio', { name: 'Equal rows' })
    await quantile.click()
    await expect(quantile).toBeChecked()
    await app.room.getByRole('radio', { name: /^Errors/ }).click()
  })
  await test.step('the matrix follows the threshold, and the chosen one is kept', async () => {
    await app.room.getByRole('radio', { name: 'Max F1' }).click()
    const [f1] = (diagnosis.results.thresholds ?? []).filter(({ rule }) => rule === 'f1')
    await app.room.getByRole('button', { name: 'Use this threshold' }).click()
    await expect(app.notifications).toContainText('now use the threshold')
    const [kept] = await lab.diagnostics.of({ candidates: [hidden.id] })
    expect(kept.threshold).toBeCloseTo(f1.threshold, 9)
    const counts = kept.results.confusionMatrix?.counts ?? []
    const shown = app.room.getByRole('button', { name: /^True M, predicted M/ })
    await expect(shown.locator('b')).toHaveText(String(counts[mine][mine]))
  })
  await test.step('what the models of the folds say', async () => {
    await app.room.getByRole('radio', { name: /^Model/ }).click()
    const importance = diagnosis.results.permutationImportance
    const figures = app.room.getByRole('group', { name: 'Figures' })
    await expect(figures.getByRole('heading', { name: 'Importance of columns' })).toBeVisible()
    await expect(
      figures.getByRole('heading', { name: `Dependence on a column, ${importance?.columns[0].name ?? ''}` }),
    ).toBeVisible()
    await expect(
      figures.getByText(/^Hidden: (More rows would|It cannot be determined).* From 50 % to all training rows/),
    ).toBeVisible()
    const network = app.room.getByRole('group', { name: 'Networks of the folds: Hidden' })
    const { limit } = diagnosis.results.weightNorms?.layers.find((layer) => layer.limit) ?? {}
    await expect(network.getByRole('row', { name: /^dense1/ })).toContainText(String(limit?.maxValue))
  })
  await test.step('axe finds nothing in any view', async () => {
    await app.room.getByRole('button', { name: 'Baseline' }).click()
    for (const view of [/^Errors/, /^Curves/, /^Calibration/, /^Model/, /^Checks/]) {
      await app.room.getByRole('radio', { name: view }).click()
      await toBeAccessible(page, lab, `diagnose, ${String(view)}`)
    }
  })
})

test('the checks are listed when they are all there, and not before', async ({ app, page, connection: { lab } }) => {
  const runId = await runExample(lab, { epochs: 3, folds: 3, models: ['Hidden'] })
  const held: (() => void)[] = []
  await page.routeWebSocket(/./, (client) => {
    const server = client.connectToServer()
    client.onMessage((message) => {
      const text = message.toString()
      const isWhole = text.includes('diagnostics/of') && !text.includes('"ids"')
      if (isWhole) held.push(() => server.send(message))
      else server.send(message)
    })
  })
  await app.reload()
  await page.evaluate((id) => (location.hash = `#/diagnose/${encodeURIComponent(id)}`), `${runId}/0`)
  await app.room.getByRole('radio', { name: 'Checks' }).click()
  await expect.poll(() => held.length).toBe(1)
  const list = app.room.getByRole('group', { name: 'Checks' })
  await expect(app.room.getByRole('button', { name: /^True R, predicted M/ })).toBeVisible()
  await expect(list).toBeHidden()
  for (const send of held) send()
  await expect(list).toBeVisible()
})
