import type { Page } from '@playwright/test'
import { parse } from 'yaml'
import { expect, test } from '../harness/test.ts'
import { tabTo } from '../harness/tabTo.ts'
import type { AppPage } from '../pages/appPage.ts'

const EXAMPLE = 'Example: Dropout on Sonar'

const initial = { type: 'randomNormal', stddev: 0.05 }
const BUILT = [
  { type: 'dropout', rate: 0.3 },
  { type: 'dense', units: 24, activation: 'tanh' },
  { type: 'dense', units: 24, activation: 'tanh' },
  { type: 'dense', units: 60, activation: 'relu', kernelInitializer: initial },
  { type: 'output', kernelInitializer: initial },
]

/** The layers of the first model of this text. */
function layersOf(text: string): unknown {
  return (parse(text) as { models: { layers: unknown }[] }).models[0].layers
}

async function buildByMouse({ model }: AppPage): Promise<string> {
  await model.add('Dense')
  await model.set(3, 'Units', '24')
  await model.choose(3, 'Activation', 'tanh')
  await model.doWith(2, 'Remove')
  await model.open(2)
  await model.add('Dropout')
  await model.set(3, 'Rate', '0.3')
  await model.drag(3, 1)
  await expect(model.card(1)).toContainText('30 % of inputs')
  await model.drag(2, 3)
  await expect(model.card(3)).toContainText('60 units')
  await model.doWith(2, 'Duplicate')
  await expect(model.cards).toHaveCount(5)
  await model.view('YAML').click()
  return model.textInFull()
}

async function buildByKeyboard({ model, page }: AppPage): Promise<string> {
  const { keyboard } = page
  const expanded = (number: number) => expect(model.head(number)).toHaveAttribute('aria-expanded', 'true')
  await keyboard.press('d')
  await expanded(3)
  await fill(page, 'Units', '24')
  await tabTo(model.card(3).getByRole('combobox', { name: /^Activation/ }))
  await chooseByKeys(page, 'tanh')
  await tabTo(model.head(3), 'Shift+Tab')
  await keyboard.press('ArrowUp')
  await expanded(2)
  await keyboard.press('Delete')
  await expect(model.cards).toHaveCount(3)
  await expanded(2)
  await keyboard.press('o')
  await expanded(3)
  await fill(page, 'Rate', '0.3')
  await tabTo(model.head(3), 'Shift+Tab')
  await keyboard.press('Alt+ArrowUp')
  await keyboard.press('Alt+ArrowUp')
  await expect(model.card(1)).toContainText('30 % of inputs')
  await keyboard.press('ArrowDown')
  await keyboard.press('Alt+ArrowDown')
  await expect(model.card(3)).toContainText('60 units')
  await keyboard.press('ArrowUp')
  await keyboard.press('Control+d')
  await expect(model.cards).toHaveCount(5)
  await tabTo(model.view('Stack'), 'Shift+Tab')
  // Held until it has worked: a radio group chooses on the way, while the key is down.
  await keyboard.down('ArrowRight')
  await expect(model.view('YAML')).toBeChecked()
  await keyboard.up('ArrowRight')
  return model.textInFull()

  async function fill(on: Page, label: string, value: string): Promise<void> {
    await tabTo(model.card(3).getByRole('textbox', { name: label, exact: true }))
    await on.keyboard.press('Control+a')
    await on.keyboard.type(value)
    await on.keyboard.press('Enter')
  }
}

/** The options of a select are found by their first letters. */
async function chooseByKeys(page: Page, option: string): Promise<void> {
  await page.keyboard.press('Enter')
  await expect(page.getByRole('listbox')).toBeVisible()
  await page.keyboard.type(option)
  await expect(page.getByRole('option', { name: option, exact: true })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('listbox')).toBeHidden()
}

test('a network built by mouse and by keyboard alone is the same network', async ({ app }) => {
  const { model, palette } = app
  await palette.run(EXAMPLE)
  await expect(model.cards).toHaveCount(3)
  const byMouse = await test.step('by mouse', () => buildByMouse(app))
  expect(layersOf(byMouse)).toEqual(BUILT)
  await model.view('Stack').click()
  await palette.run(EXAMPLE)
  await expect(model.cards).toHaveCount(3)
  const byKeyboard = await test.step('by keyboard', () => buildByKeyboard(app))
  expect(byKeyboard).toBe(byMouse)
})

test('every change has a name, and is undone and done again', async ({ app, page }) => {
  const { model, palette } = app
  await palette.run(EXAMPLE)
  await model.view('YAML').click()
  const before = await model.textInFull()
  await model.view('Stack').click()
  await model.add('Dropout')
  await model.set(3, 'Rate', '0.4')
  await model.doWith(3, 'Move up')
  await model.doWith(2, 'Remove')
  const names = ['remove Dropout', 'move Dropout', 'Rate 0.4', 'add Dropout']
  for (const name of names) {
    await expect(model.step('Undo')).toHaveAccessibleName(`Undo ${name}`)
    await model.step('Undo').click()
    await expect(model.step('Redo')).toHaveAccessibleName(`Redo ${name}`)
  }
  await expect(model.step('Undo')).toBeDisabled()
  await model.view('YAML').click()
  await expect(model.text).toHaveValue(before)
  await model.view('Stack').click()
  for (const name of names.toReversed()) {
    await expect(model.step('Redo')).toHaveAccessibleName(`Redo ${name}`)
    await page.keyboard.press('Control+Shift+z')
  }
  await expect(model.step('Redo')).toBeDisabled()
  await expect(model.cards).toHaveCount(3)
})

test('undo in a text field takes back what was typed there alone, and nothing that was refused', async ({
  app,
  page,
}) => {
  const { model, palette } = app
  await palette.run(EXAMPLE)
  await model.open(1)
  const [units, repeats] = [model.field(1, 'Units'), app.room.getByRole('textbox', { name: 'Repeats' })]
  await units.fill('45')
  await units.press('Enter')
  await repeats.fill('2')
  await repeats.press('Enter')
  await page.keyboard.press('Control+z')
  await page.keyboard.press('Control+z')
  await page.keyboard.press('Control+z')
  // Not what was typed elsewhere, and not what was done to the experiment.
  await expect(repeats).toHaveValue('1')
  await expect(units).toHaveValue('45')
  await units.fill('2.5')
  await units.press('Enter')
  await expect(units).toHaveAttribute('aria-invalid', 'true')
  await units.press('Escape')
  await expect(units).toHaveValue('45')
  await page.keyboard.press('Control+z')
  await expect(units).toHaveValue('45')
  await units.fill('46')
  await page.keyboard.press('Control+z')
  await expect(units).toHaveValue('45')
  await page.keyboard.press('Control+Shift+z')
  await units.blur()
  await model.view('YAML').click()
  await expect(model.text).toHaveValue(/units: 46/)
})

test('an impossible value is reported where it stands, and nothing runs with it', async ({ app, page }) => {
  const { model, palette } = app
  await palette.run(EXAMPLE)
  await expect(app.runButton).toBeEnabled()
  await model.add('Dropout')
  for (const [layer, label, wrong, why] of [
    [3, 'Rate', '1.5', 'Below 1.'],
    [1, 'Units', '0', 'At least 1.'],
    [1, 'Units', '2.5', 'A whole number is needed here.'],
    [1, 'Units', 'many', 'A whole number is needed here.'],
  ] as const) {
    await model.open(layer)
    await model.set(layer, label, wrong)
    await expect(model.card(layer).getByRole('alert')).toHaveText(why)
    await expect(model.field(layer, label)).toHaveAttribute('aria-invalid', 'true')
    await app.toRefuseToRun(`${label}: ${why}`)
    await model.field(layer, label).press('Escape')
    await expect(model.card(layer).getByRole('alert')).toBeHidden()
    await expect(app.runButton).toBeEnabled()
  }
  await test.step('softmax over a single unit', async () => {
    await model.open(4)
    await model.choose(4, 'Activation', 'softmax')
    await expect(model.card(4)).toContainText('softmax of one unit is always 1')
    await app.toRefuseToRun('Fix the errors in the model first.')
    await page.keyboard.press('Control+Enter')
    await expect(app.room).toHaveAccessibleName('Model')
    await model.step('Undo').click()
    await expect(app.runButton).toBeEnabled()
  })
})

test('the text is edited, told where it is wrong, and shows on the cards once it is right', async ({ app }) => {
  const { model, palette } = app
  await palette.run(EXAMPLE)
  await model.view('YAML').click()
  const text = await model.textInFull()
  const line = text.split('\n').findIndex((one) => one.includes('units: 30')) + 1
  await model.text.fill(text.replace('units: 30', 'units: [30'))
  await expect(model.textProblems).toContainText(`Line ${line}`)
  await expect(model.textProblems).toContainText(/column \d+/)
  await app.toRefuseToRun('Fix the errors in the model first.')
  await model.view('Stack').click()
  await expect(app.room).toContainText('The YAML is not valid yet')
  await expect(model.card(2)).toContainText('30 units')
  await model.view('YAML').click()
  await model.text.fill(text.replace('units: 30', 'unit: 30'))
  await expect(model.textProblems).toContainText(`Line ${line}`)
  await expect(model.textProblems).toContainText('units')
  await model.text.fill(text.replace('units: 30', 'units: 37'))
  await expect(model.textProblems).toBeHidden()
  await model.view('Stack').click()
  await expect(model.card(2)).toContainText('37 units')
  await expect(app.runButton).toBeEnabled()
})
