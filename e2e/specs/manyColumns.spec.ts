import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '../harness/test.ts'

const ROWS = 60
const COLUMNS = 2500

/** Small whole numbers, every column with a missing cell, and two classes. */
function wideCsv(): string {
  const names = Array.from({ length: COLUMNS }, (_, column) => `g${String(column)}`)
  const rows = Array.from({ length: ROWS }, (_, row) => {
    const cells = names.map((_, column) => (row === column % ROWS ? '' : String((row * (column + 3) * 7) % 10)))
    return `${cells.join(',')},${row % 2 === 0 ? 'a' : 'b'}`
  })
  return `${names.join(',')},class\n${rows.join('\n')}\n`
}

test('a table of thousands of columns is imported, shown and trained on', async ({ app, page, folder }) => {
  const { data } = app
  const csv = join(folder, 'wide.csv')
  await writeFile(csv, wideCsv())
  await test.step('it is read and imported', async () => {
    await data.openCsv(csv, () =>
      page
        .getByRole('main')
        .getByRole('button', { name: /^Open CSV/ })
        .click(),
    )
    await expect(data.grid).toHaveAccessibleName('First rows of wide.csv', { timeout: 60_000 })
    await data.import()
    await expect(data.grid).toHaveAccessibleName('Rows of wide.csv', { timeout: 60_000 })
    await expect(data.ledger).toContainText('and 2,300 more')
  })
  await test.step('an experiment on it trains', async () => {
    await expect(app.room).toContainText('two classes', { timeout: 60_000 })
    await app.runButton.click()
    await app.run.toBeTraining()
  })
})
