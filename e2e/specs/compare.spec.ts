import { expect, test } from '../harness/test.ts'
import { runExample } from '../harness/startExample.ts'
import type { LabClient } from '../../src/contract/contract.ts'

/** Two runs on the same five folds: two networks, then the first again, learning ten times slower. */
async function makeHistory(lab: LabClient): Promise<void> {
  await runExample(lab, { epochs: 30, folds: 5, models: ['Baseline', 'Hidden'] })
  await runExample(lab, {
    epochs: 30,
    folds: 5,
    name: 'Slower',
    models: ['Baseline'],
    edit: (text) => text.replace('learningRate: 0.01', 'learningRate: 0.001'),
  })
}

test('candidates of two runs are laid side by side: verdict, differences, curves', async ({ app, connection }) => {
  const { lab } = connection
  const { history } = app
  await makeHistory(lab)
  await app.goTo('History')
  await expect(history.candidates).toHaveCount(3)
  const [slower, faster] = [history.candidate('Baseline').first(), history.candidate('Baseline').last()]
  await history.compare(slower, faster)
  const { rows } = await lab.history.query({ filters: [{ field: 'model', operator: 'is', values: ['Baseline'] }] })
  const { comparisons, same } = await lab.history.compare({ rows: rows.map(({ id }) => id) })

  await test.step('the verdict, in words, on identical folds', async () => {
    expect(comparisons).toHaveLength(1)
    expect(comparisons[0].verdict).toMatch(/Better$/)
    await expect(history.verdict).toHaveText('Baseline (Dropout on Sonar) is better')
    await expect(history.side).toContainText('same 5 folds')
  })
  await test.step('only what differs, and all on demand', async () => {
    await expect(history.difference('Learning rate')).toHaveText(['0.001', '0.01'])
    await expect(history.settings.filter({ hasText: 'Epochs' })).toBeHidden()
    await expect(history.side).toContainText(`${same.length} settings are the same`)
    await history.side.getByRole('button', { name: 'Show all' }).click()
    await expect(history.difference('Epochs')).toHaveText(['30', '30'])
  })
  await test.step('curves over each other, and as numbers', async () => {
    await expect(history.curves.getByRole('img')).toHaveAccessibleName(
      /^Accuracy.*held-out.*of Baseline \(Slower\), Baseline \(Dropout on Sonar\)/,
    )
    await history.curves.getByRole('button', { name: 'Show as table' }).click()
    await expect(history.curves.getByRole('row')).toHaveCount(31)
    await expect(history.curves.getByRole('columnheader').filter({ hasText: 'Baseline' })).toHaveCount(4)
  })
  await test.step('a third joins, and every pair has its verdict', async () => {
    await history.compare(history.candidate('Hidden'), slower, faster)
    await expect(history.side).toContainText('Compare 3 candidates')
    await expect(history.side).toContainText('Adjusted for 3 comparisons')
  })
})

test('what is looked for is filtered, tagged, starred, deleted and brought back', async ({ app, connection, page }) => {
  const { history } = app
  await makeHistory(connection.lab)
  await app.goTo('History')
  await expect(history.candidates).toHaveCount(3)
  await test.step('filters are chips, and add up', async () => {
    await history.filter({ field: 'Model', how: 'is', value: 'Baseline' })
    await expect(history.candidates).toHaveCount(2)
    await history.filter({ field: 'Accuracy', how: 'between', from: '60', to: '100' })
    await expect(history.candidates).toHaveCount(1)
    await expect(history.row('Dropout on Sonar')).toBeVisible()
    await history.dropFilter('Model')
    await expect(history.candidates).toHaveCount(2)
    await history.dropFilter('Accuracy')
    await expect(history.candidates).toHaveCount(3)
    await history.search.fill('slow')
    await expect(history.candidates).toHaveCount(1)
    await history.search.fill('')
    await expect(history.candidates).toHaveCount(3)
  })
  await test.step('a tag and a star stay with the run', async () => {
    await history.candidate('Hidden').click()
    const field = history.side.getByRole('textbox', { name: 'Add a tag' })
    await field.fill('keeper')
    await field.press('Enter')
    await expect(field).toHaveValue('')
    await history.side.getByRole('button', { name: 'Star', exact: true }).click()
    await expect(history.side.getByRole('button', { name: 'Remove the star' })).toBeVisible()
    await app.reload()
    await expect(history.row('Dropout on Sonar')).toContainText('keeper')
    await history.filter({ field: 'Tag', how: 'is', value: 'keeper' })
    await expect(history.candidates).toHaveCount(2)
    await history.dropFilter('Tag')
    await history.filter({ field: 'Starred', how: 'is', value: 'on' })
    await expect(history.candidates).toHaveCount(2)
    await history.dropFilter('Starred')
    // Rows that are loaded anew would close a menu that was opened before.
    await expect(history.candidates).toHaveCount(3)
  })
  await test.step('a dialog that a menu opened gives the keyboard back to its button', async () => {
    const row = history.candidate('Hidden')
    await history.doWith(row, 'Extend the run…')
    await expect(page.getByRole('dialog')).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(row.getByRole('button', { name: /^What can be done/ })).toBeFocused()
  })
  await test.step('a run is deleted and brought back, at once or later', async () => {
    const remove = () => history.doWith(history.candidate('Hidden'), 'Delete run')
    await remove()
    await expect(history.candidates).toHaveCount(1)
    await page.getByRole('button', { name: 'Undo', exact: true }).click()
    await expect(app.room).toBeFocused()
    await expect(history.candidates).toHaveCount(3)
    await remove()
    await expect(history.candidates).toHaveCount(1)
    await history.deletedView.click()
    await expect(history.candidates).toHaveCount(2)
    await history.doWith(history.candidate('Hidden'), 'Restore run')
    await expect(history.candidates).toHaveCount(0)
    await history.deletedView.click()
    await expect(history.candidates).toHaveCount(3)
  })
})

/** Eight networks: two rates by four momentums. */
function withSweep(text: string): string {
  return text
    .replaceAll('rate: 0.2', 'rate: { sweep: [0.1, 0.3], as: rate }')
    .replaceAll('momentum: 0.9', 'momentum: { sweep: [0.5, 0.7, 0.8, 0.9] }')
}

test('ranges on the axes of a sweep select what lies in all of them, by mouse and by keys', async ({
  app,
  connection,
}) => {
  const { history } = app
  await runExample(connection.lab, { epochs: 10, folds: 3, models: ['Hidden'], edit: withSweep })
  await app.goTo('History')
  await history.candidates.first().click()
  await history.sweep.getByRole('radio', { name: 'Lines' }).click()
  const [lower, upper] = [history.rangeEnd('rate', 'lower'), history.rangeEnd('rate', 'upper')]
  const momentum = history.rangeEnd('Optimizer · Momentum', 'upper')
  await expect(upper).toHaveAttribute('aria-valuetext', '0.3')

  await test.step('a drag over the lower half of an axis', async () => {
    await history.dragRange('Optimizer · Momentum', -0.05, 0.5)
    await expect(momentum).toHaveAttribute('aria-valuetext', '0.7')
    await expect(history.ticked).toHaveCount(4)
    await expect(history.sweep.getByRole('status').filter({ hasText: 'ranges' })).toHaveText(
      '4 of 8 are in the ranges.',
    )
  })
  await test.step('its end moved on by keys, and a second axis with it', async () => {
    await momentum.press('ArrowUp')
    await expect(history.sweep).toContainText('6 of 8 are in the ranges.')
    await expect(history.ticked).toHaveCount(6)
    await lower.press('ArrowUp')
    await expect(lower).toHaveAttribute('aria-valuetext', '0.3')
    await expect(history.sweep).toContainText('3 of 8 are in the ranges.')
    await expect(history.ticked).toHaveCount(3)
  })
  await test.step('Delete takes a range away, the button all of them', async () => {
    await lower.press('Delete')
    await expect(lower).toHaveAttribute('aria-valuetext', '0.1')
    await expect(history.ticked).toHaveCount(6)
    await history.sweep.getByRole('button', { name: 'Clear ranges' }).click()
    await expect(momentum).toHaveAttribute('aria-valuetext', '0.9')
    await expect(history.sweep.getByRole('slider').first()).toBeFocused()
    await expect(history.sweep.getByRole('button', { name: 'Clear ranges' })).toBeHidden()
  })
  await test.step('a drag is no press on a line', async () => {
    await expect(history.ticked).toHaveCount(6)
  })
})

test('what choosing the best cost is shown, and a nested run starts with one click', async ({
  app,
  connection,
  page,
}) => {
  const { lab } = connection
  const runId = await runExample(lab, { epochs: 6, folds: 3 })
  const { optimism } = await lab.runs.document({ runId })
  await app.goTo('Run')
  await page.goto(`${page.url().split('#')[0]}#/run/${runId}`)
  const cost = page.getByRole('region', { name: 'What choosing the best cost' })
  await expect(cost.getByRole('listitem')).toHaveCount(3)
  await expect(cost).toContainText(`${optimism?.winner ?? ''} was chosen as the best of 3`)
  await expect(cost.getByRole('img').nth(1)).toHaveAccessibleName(/^\d+\.\d, 95 % interval \d+\.\d to \d+\.\d$/)
  await cost.getByRole('button', { name: 'Run nested validation' }).click()
  await expect(cost).toBeHidden()
  await expect(page).not.toHaveURL(new RegExp(runId))
  const started = page.url().split('/').at(-1) ?? ''
  const { experiment } = await lab.runs.document({ runId: started })
  expect(experiment).toContain('strategy: nested')
})
