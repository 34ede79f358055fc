import type { Locator, Page } from '@playwright/test'
import { basename, join } from 'node:path'
import { checkout } from '../harness/checkout.ts'
import { expect, test } from '../harness/test.ts'
import { choose } from '../pages/choose.ts'
import type { AppPage } from '../pages/appPage.ts'

/** Files, and where each leads: to a run, to a run once a target was chosen, or to a reason with a way out. */
const FILES = {
  'fixtures/field/01-decimal-comma.tsv': 'run',
  'fixtures/field/03-thousands.csv': 'run',
  'fixtures/field/07-codes-as-dates.csv': 'run',
  'fixtures/field/09-signs.csv': 'run',
  'fixtures/field/10-look-alike.csv': 'run',
  'fixtures/field/11-one-zero.csv': 'run',
  'fixtures/field/12-ragged-train.csv': 'run',
  'fixtures/field/14-patients.csv': 'run',
  'fixtures/field/16-cancer.csv': 'run',
  'fixtures/csv/hostile-headers.csv': 'run',
  'fixtures/csv/quoted-newlines.csv': 'run',
  'fixtures/csv/blank-row.csv': 'run',
  'resources/samples/servo.csv': 'run',
  'fixtures/csv/one-column.csv': 'reason',
  'fixtures/field/02-new.csv': 'reason',
  'fixtures/csv/picture.csv': 'reason',
  'fixtures/csv/header-only.csv': 'reason',
  'fixtures/csv/empty.csv': 'reason',
  'fixtures/csv/nul-bytes.csv': 'reason',
  'fixtures/csv/open-quote.csv': 'reason',
  'fixtures/field/02-new-dates.csv': 'reason',
} as const

/** Presses the first of these that can be seen and pressed. */
async function firstOf(...buttons: Locator[]): Promise<void> {
  await expect(buttons.reduce((all, one) => all.or(one)).first()).toBeVisible()
  for (const button of buttons) if (await button.isVisible()) return button.click()
}

class Journey {
  readonly #page: Page
  readonly #app: AppPage

  constructor(app: AppPage) {
    this.#app = app
    this.#page = app.page
  }

  #button(name: string | RegExp): Locator {
    return this.#app.room.getByRole('button', { name, ...(typeof name === 'string' && { exact: true }) })
  }

  /** Import, once the file was read: it shows that it is busy before, and a file may yet be refused. */
  get #readyToImport(): Locator {
    return this.#button('Import').and(this.#page.locator(':not([aria-busy="true"])'))
  }

  async bring(file: string): Promise<void> {
    await this.#app.goTo('Data')
    await this.#app.data.openCsv(join(checkout, file), () =>
      this.#button(/^(Open|Import) CSV/)
        .first()
        .click(),
    )
    await expect(this.#readyToImport.or(this.#app.room.getByRole('alert')).first()).toBeVisible()
  }

  /** From the preview to an experiment that can be run: every step is a button of the page. */
  async toExperiment(file: string): Promise<void> {
    if (await this.#button('Leave such rows out').isVisible()) await this.#button('Leave such rows out').click()
    await this.#button('Import').click()
    await expect(this.#app.data.grid).toHaveAccessibleName(`Rows of ${basename(file)}`)
    const create = this.#button('Create experiment')
    const run = this.#app.runButton.and(this.#page.locator(':not([aria-disabled])'))
    const name = this.#page.getByRole('button', { name: new RegExp(`^Experiment: Dropout on ${stem(file)}`, 'i') })
    await expect(create.or(name).first()).toBeVisible()
    if (await create.isVisible()) {
      // Where no column is likely, one is chosen.
      if ((await create.getAttribute('aria-disabled')) === 'true') await choose(this.#app.room, 'Target', 'x')
      await create.click()
    }
    await expect(name).toBeVisible()
    await expect(run).toBeVisible()
  }

  /** Two epochs are enough to get there. */
  async run(): Promise<void> {
    await this.#app.goTo('Model')
    const { model } = this.#app
    await model.view('YAML').click()
    await model.text.fill((await model.textInFull()).replace(/epochs: \d+/, 'epochs: 2'))
    await model.view('Stack').click()
    await this.#app.runButton.click()
    await expect(this.#app.room).toContainText(/elapsed(\d+) of \1 fits done/, { timeout: 30_000 })
  }

  /** What is wrong is said, and there is something to press. */
  async toBeExplained(): Promise<void> {
    if (await this.#readyToImport.isVisible()) await this.#readyToImport.click()
    const said = this.#app.room.getByRole('alert').or(this.#app.room.getByText('Nothing can be trained on this file'))
    await expect(said.first()).toBeVisible()
    await firstOf(this.#button('Discard'), this.#button(/^Import CSV/).last())
  }
}

function stem(file: string): string {
  return basename(file)
    .replace(/\.[^.]+$/, '')
    .slice(0, 12)
}

test('CSVs of many kinds get from drop to a finished run, or to a reason with a way out', async ({ app }) => {
  test.setTimeout(300_000)
  const journey = new Journey(app)
  for (const [file, end] of Object.entries(FILES))
    await test.step(basename(file), async () => {
      await journey.bring(file)
      if (end === 'reason') return journey.toBeExplained()
      await journey.toExperiment(file)
      await journey.run()
    })
})
