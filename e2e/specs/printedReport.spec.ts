import { expect, test } from '@playwright/test'
import { htmlReport } from '../../src/lab/exports/report/htmlReport.ts'
import { fakeRun } from '../../src/lab/exports/report/testing/fakeDocument.ts'

/** A4 less its margins, in pixels of CSS. */
const WIDTH = 673

test('a printed report of twenty models is cut nowhere', async ({ page }) => {
  const models = Array.from({ length: 20 }, (_, at) => `A candidate with a name ${String(at)}`)
  const { document } = await fakeRun({ models })
  await page.setViewportSize({ width: WIDTH, height: 900 })
  await page.emulateMedia({ media: 'print' })
  await page.setContent(htmlReport(document))
  expect(await page.evaluate(cutElements)).toEqual([])
})

/** Runs in the page: what reaches beyond the paper, or is cut where a screen would scroll. */
function cutElements(): readonly string[] {
  return [...document.querySelectorAll('main *')].flatMap((element) => {
    const isBeyond = element.getBoundingClientRect().right > innerWidth + 1
    const isCut = getComputedStyle(element).overflowX !== 'visible' && element.scrollWidth > element.clientWidth + 1
    return isBeyond || isCut ? [`${element.tagName} ${(element.textContent ?? '').trim().slice(0, 40)}`] : []
  })
}
