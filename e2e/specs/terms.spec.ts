import type { Locator } from '@playwright/test'
import { toBeAccessible } from '../harness/accessibility.ts'
import { runExample } from '../harness/startExample.ts'
import { expect, test } from '../harness/test.ts'

test.beforeEach(({ page }) => page.emulateMedia({ reducedMotion: 'reduce' }))

test('words of statistics are explained where they stand, by keyboard too, and in the help', async ({
  app,
  page,
  connection: { lab },
}) => {
  const runId = await runExample(lab, { epochs: 3, folds: 3 })
  const hint = page.getByRole('tooltip')
  const go = (place: string, id: string) =>
    page.evaluate((hash) => (location.hash = hash), `#/${place}/${encodeURIComponent(id)}`)

  await test.step('the verdict of a run', async () => {
    await go('run', runId)
    const verdict = app.room.getByRole('status').filter({ hasText: 'Best mean:' })
    await restOn(verdict.getByRole('term'), /chance of \d+ %|more repeats or more rows/)
    await page.keyboard.press('Escape')
    await expect(hint).toBeHidden()
  })
  await test.step('the scores of a candidate', async () => {
    await app.goTo('History')
    await app.history.candidate('Hidden').click()
    const term = app.history.side.getByRole('term').filter({ hasText: /^Accuracy, %/ })
    await app.history.side.getByRole('button', { name: 'Star', exact: true }).focus()
    await expect
      .poll(async () => {
        await page.keyboard.press('Tab')
        return term.evaluate((element) => element === document.activeElement)
      })
      .toBe(true)
    await expect(hint).toHaveText('Share of rows that are predicted right.')
    await expect(term).toHaveAccessibleDescription('Share of rows that are predicted right.')
    await page.keyboard.press('Escape')
  })
  await test.step('two candidates compared', async () => {
    await app.history.compare(app.history.candidate('Hidden'), app.history.candidate('Visible'))
    const zone = app.history.side.getByRole('term').filter({ hasText: 'Zone (ROPE)' })
    await restOn(zone, /^Differences too small to matter/)
    await toBeAccessible(page, lab, 'a comparison with terms')
  })
  await test.step('a diagnosis', async () => {
    await go('diagnose', `${runId}/0`)
    const auc = app.room.getByRole('term').filter({ hasText: /^AUC$/ }).first()
    await restOn(auc, /^Chance that a positive row/)
    await page.mouse.move(0, 0)
  })
  await test.step('all of them in the help', async () => {
    await app.goTo('Run')
    await page.keyboard.press('Shift+?')
    const help = page.getByRole('dialog', { name: 'Keyboard shortcuts and terms' })
    await expect(help.getByRole('heading', { name: 'Terms', exact: true })).toBeAttached()
    await expect(help.getByRole('definition').filter({ hasText: 'probability and truth' })).toBeAttached()
    await toBeAccessible(page, lab, 'the help with its terms')
  })
})

/** Moves onto a term until it is explained: what is still on its way may push it from under the pointer. */
async function restOn(term: Locator, explanation: RegExp): Promise<void> {
  await expect(async () => {
    await term.page().mouse.move(0, 0)
    await term.hover()
    await expect(term.page().getByRole('tooltip')).toHaveText(explanation, { timeout: 3000 })
  }).toPass({ timeout: 30_000 })
}
