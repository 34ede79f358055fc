import { expect, test } from '../harness/test.ts'
import { writeOwnCsv } from '../harness/ownCsv.ts'
import { toBeChosen } from '../pages/choose.ts'

test('a CSV of one’s own is corrected, given a target, trained on and found again', async ({ app, page, folder }) => {
  const { data } = app
  const csv = await writeOwnCsv(folder)
  await test.step('it is read, and every guess is shown', async () => {
    await data.openCsv(csv, () =>
      page
        .getByRole('main')
        .getByRole('button', { name: /^Open CSV/ })
        .click(),
    )
    await expect(data.grid).toHaveAccessibleName('First rows of odczyty.csv')
    await toBeChosen(data.dialect, 'Delimiter', 'semicolon')
    await toBeChosen(data.dialect, 'Decimal', 'comma')
    await toBeChosen(data.dialect, 'Header', 'none')
    await expect(data.row(1)).toContainText('2021')
    await expect(data.row(2)).not.toContainText('Łódź')
  })
  await test.step('what was guessed wrong is put right, and the preview follows', async () => {
    await data.read('Encoding', 'WINDOWS-1250')
    await expect(data.row(2)).toContainText('Łódź')
    await data.read('Header', 'first line')
    await expect(data.column('2023')).toBeVisible()
    await expect(data.row(1)).toContainText('1,00')
    await expect(data.row(2)).toContainText('Kraków')
  })
  await test.step('a wrong delimiter shows at once too, and is taken back', async () => {
    await data.read('Delimiter', 'tab')
    await expect(data.column('2023')).toContainText('2021;2022;2023')
    await data.read('Delimiter', 'semicolon')
    await expect(data.column('2023')).not.toContainText(';')
  })
  await test.step('a code becomes a category', async () => {
    await data.selectColumn('5')
    await data.setType('category')
    await expect(data.column('5')).toContainText('3 values')
  })
  await test.step('it is imported, and the ledger tells what was done on the way', async () => {
    await data.import()
    await expect(data.grid).toHaveAccessibleName('Rows of odczyty.csv')
    await expect(data.row(1)).toContainText('1.00')
    for (const change of ['transcoded', 'decimal comma read', 'read as missing'])
      await expect(data.ledger.getByRole('row').filter({ hasText: change }).first()).toBeVisible()
    await expect(data.ledger).toContainText('NA')
  })
  await test.step('target and roles are chosen in place', async () => {
    await data.selectColumn('4')
    await data.setRole('target')
    await expect(data.column('4')).toContainText('2 classes')
    await data.selectColumn('5')
    await data.setRole('ignored')
    await expect(app.room).toContainText('3 features')
    await expect(app.room).toContainText('two classes')
    await expect(data.preflight).toContainText('Ignored: 5')
  })
  await test.step('a reading that was not imported is not trained on, and is taken back', async () => {
    await data.read('Delimiter', 'tab')
    await expect(data.column('2023')).toContainText('2021;2022;2023')
    await app.toRefuseToRun('import it again or cancel')
    await app.room.getByRole('button', { name: 'Discard' }).click()
    await expect(data.grid).toHaveAccessibleName('Rows of odczyty.csv')
    await expect(app.room).toContainText('3 features')
  })
  await test.step('it trains to the end and is in the history', async () => {
    await app.runButton.click()
    await app.run.toBeFinished(30)
    await app.goTo('History')
    await expect(app.history.row('Dropout on Odczyty')).toBeVisible()
    for (const candidate of ['Baseline', 'Visible', 'Hidden'])
      await expect(app.history.row(candidate)).toContainText('done')
  })
})

test('a dropped file that is refused says where it is wrong, and is fixed', async ({ app, page }) => {
  const { data } = app
  const rows = Array.from({ length: 40 }, (_, row) => `${row},${(row * 7) % 11},${row % 2 === 0 ? 'yes' : 'no'}`)
  const ragged = ['a,b,c', ...rows.slice(0, 20), '20,21,yes,one too many', ...rows.slice(20)].join('\n')
  await expect(app.start.heading).toBeVisible()
  await data.drop(page.getByRole('heading', { name: 'Drop a CSV here' }), 'ragged.csv', ragged)
  const refusal = app.room.getByRole('alert')
  await expect(refusal).toContainText(/\bline 22\b/i)
  await refusal.getByRole('button', { name: 'Leave such rows out' }).click()
  await data.import()
  await expect(data.grid).toHaveAccessibleName('Rows of ragged.csv')
  await expect(data.ledger.getByRole('row').filter({ hasText: 'row left out' })).toContainText('line 22')
  await expect(app.room).toContainText('40 rows')
})
