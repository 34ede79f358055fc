import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '../harness/test.ts'
import { workbookOf } from '../harness/workbook.ts'
import { choose, toBeChosen } from '../pages/choose.ts'

test.describe.configure({ timeout: 180_000 })

const ROWS = 60
/** A table with its header in C3 of the last sheet, a title above it, a note beside it, and a sum below. */
const SHEETS = [
  ['Cover', [['Measured by hand']]],
  ['2025', [['length', 'kind'], [1, 'a'], [2, 'b'], [3, 'a']]], // oxfmt-ignore
  [
    'Year 2026',
    [
      ['', '', 'A title'],
      [],
      ['', '', 'length', 'width', 'kind', '', 'a note'],
      ...Array.from({ length: ROWS }, (_, row) => ['', '', row % 7, (row * 5) % 11, row % 7 > 3 ? 'long' : 'short']),
      ['', '', 'sum', 99],
    ],
  ],
] as const

const COMPOUND = Buffer.from('d0cf11e0a1b11ae1', 'hex')

/** The central directory says that a sheet has 2 GiB: what is said there is believed before anything is unpacked. */
function claimedHuge(whole: Uint8Array): Buffer {
  const claimed = Buffer.from(whole)
  const name = 'xl/worksheets/sheet1.xml'
  for (let at = claimed.indexOf(name); at >= 0; at = claimed.indexOf(name, at + 1))
    if (claimed.readUInt32LE(at - 46) === 0x02014b50) claimed.writeUInt32LE(2 ** 31, at - 46 + 24)
  return claimed
}

test('a sheet and a range of a workbook are chosen, looked at, imported and trained on', async ({ app, folder }) => {
  const { room, data, model } = app
  const button = (name: string | RegExp) => room.getByRole('button', { name, exact: true })
  const open = async (file: string): Promise<void> => {
    await data.openCsv(file, () =>
      room
        .getByRole('button', { name: /^(Open|Import) CSV/ })
        .first()
        .click(),
    )
  }
  const file = join(folder, 'measured.xlsx')
  await writeFile(file, workbookOf(SHEETS))

  await test.step('the first sheet with a table is shown', async () => {
    await app.goTo('Data')
    await open(file)
    await toBeChosen(data.dialect, 'Sheet', '2025')
    await expect(data.column('length')).toBeVisible()
    await expect(data.ledger.getByTitle('its sheet "2025" was read, 3 sheets in all')).toBeVisible()
  })
  await test.step('another sheet and its cells are chosen; preview and ledger follow', async () => {
    await choose(data.dialect, 'Sheet', 'Year 2026')
    await expect(data.ledger.getByTitle('its sheet "Year 2026" was read')).toBeVisible()
    const range = data.dialect.getByRole('textbox', { name: 'Cells' })
    await range.fill(`C3:E${String(ROWS + 3)}`)
    await range.press('Enter')
    await expect(data.ledger.getByTitle(`its sheet "Year 2026", cells C3:E${String(ROWS + 3)} was read`)).toBeVisible()
    await expect(data.grid.getByRole('columnheader')).toHaveText(['#', /^length/, /^width/, /^kind/])
    await expect(data.row(1)).toContainText('short')
  })
  await test.step('a range without a table is refused, and the next one is taken', async () => {
    const range = data.dialect.getByRole('textbox', { name: 'Cells' })
    await range.fill('nowhere')
    await range.press('Enter')
    await expect(room.getByRole('alert')).toContainText('nowhere')
    await range.fill(`C3:E${String(ROWS + 3)}`)
    await range.press('Enter')
    await expect(room.getByRole('alert')).toBeHidden()
  })
  await test.step('it is imported and trained on', async () => {
    // While the file is read again the button waits.
    await expect(button('Import')).not.toHaveAttribute('aria-busy', 'true')
    await data.import()
    await expect(data.grid).toHaveAccessibleName('Rows of measured.xlsx')
    // Its last column can be predicted: there is nothing to be asked.
    await expect(app.runButton).not.toHaveAttribute('aria-disabled', 'true')
    await app.goTo('Model')
    await model.view('YAML').click()
    await expect(model.text).toHaveValue(/sheet: Year 2026/)
    await model.text.fill((await model.textInFull()).replace(/epochs: \d+/, 'epochs: 2'))
    await model.view('Stack').click()
    await app.runButton.click()
    await expect(room).toContainText(/elapsed(\d+) of \1 fits done/, { timeout: 60_000 })
  })
})

test('workbooks that cannot be read are refused with a reason and a way out', async ({ app, folder }) => {
  const whole = workbookOf(SHEETS)
  const broken = Buffer.from(whole)
  broken.fill(0x41, 60, 700)
  const refused = [
    ['secret.xlsx', Buffer.concat([COMPOUND, Buffer.alloc(600), Buffer.from('EncryptedPackage', 'utf16le')]), /protected by a password.*remove the password/], // oxfmt-ignore
    ['broken.xlsx', broken, /damaged.*save it again/],
    ['huge.xlsx', claimedHuge(whole), /2048 MiB unpacked; expected at most 160 MiB.*Save the sheet as CSV/],
  ] as const
  await app.goTo('Data')
  for (const [name, content, says] of refused)
    await test.step(name, async () => {
      await writeFile(join(folder, name), content)
      await app.data.openCsv(join(folder, name), () =>
        app.room
          .getByRole('button', { name: /^(Open|Import) CSV/ })
          .first()
          .click(),
      )
      const alert = app.room.getByRole('alert')
      await expect(alert).toContainText(name)
      await expect(alert).toContainText(says)
    })
})
