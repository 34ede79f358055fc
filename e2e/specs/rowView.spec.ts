import { toBeAccessible } from '../harness/accessibility.ts'
import { expect, test } from '../harness/test.ts'

test('rows of the grid are sorted and filtered to be looked at, and nothing else changes', async ({
  app,
  page,
  connection: { lab },
}) => {
  const { room, data } = app
  await app.goTo('Data')
  await room.getByRole('button', { name: /Pima/ }).first().click()
  await expect(data.grid).toHaveAccessibleName(/^Rows of pima/)
  const [dataset] = await lab.datasets.list()
  const { inspection } = await lab.datasets.get({ datasetId: dataset.id })
  const column = inspection.columns[1].name
  const drafted = async () => (await lab.experiments.draft())?.text
  await expect.poll(drafted).toBeTruthy()
  const before = await drafted()
  const cells = async (at: number) => {
    const texts = await data.grid.locator(`[role=gridcell][aria-colindex="${String(at + 2)}"]`).allTextContents()
    return texts.map(Number)
  }

  await data.selectColumn(column)
  await room.getByRole('button', { name: 'Sort and filter rows' }).click()
  const view = page.getByRole('dialog', { name: 'Sort and filter rows' })
  await view.getByRole('radio', { name: 'Descending' }).click()
  await view.getByRole('textbox', { name: 'Rows with' }).fill(`${column} < 150`)
  await view.getByRole('textbox', { name: 'Rows with' }).press('Enter')
  await toBeAccessible(page, lab, 'sorting and filtering rows')
  await page.keyboard.press('Escape')

  const notice = room.getByRole('status').filter({ hasText: 'For looking only' })
  await expect(notice).toHaveText(
    new RegExp(
      `^\\d+ of ${String(inspection.rows)} rows: .+ < 150. Sorted by .+ For looking only: .+ stay as they are.$`,
    ),
  )
  await expect(data.grid.getByRole('columnheader', { name: column })).toHaveAttribute('aria-sort', 'descending')
  await expect(async () => {
    const shown = await cells(1)
    expect(shown.length).toBeGreaterThan(3)
    expect(shown[0]).toBeLessThan(150)
    expect(shown).toEqual(shown.toSorted((a, b) => b - a))
    // Rows keep the numbers that they have in the file.
    const numbers = await data.grid.getByRole('rowheader').allTextContents()
    expect(numbers.slice(0, 3)).not.toEqual(['1', '2', '3'])
  }).toPass()
  expect(await drafted()).toBe(before)

  await room.getByRole('button', { name: 'Show all as in the file' }).click()
  await expect(notice).toBeHidden()
  await expect(data.grid.getByRole('rowheader').first()).toHaveText('1')
  await expect(data.grid.getByRole('columnheader', { name: column })).not.toHaveAttribute('aria-sort')
})
