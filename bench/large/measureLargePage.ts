/** A CSV of about a gigabyte through the page: how long each step takes, whether the page goes on drawing, and in how much memory. */
import { mkdtemp, rm } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { buildApp } from '../../e2e/harness/buildApp.ts'
import { AppPage } from '../../e2e/pages/appPage.ts'
import type { LabClient } from '../../src/contract/contract.ts'
import { traceMainThread } from '../page/mainThread.ts'
import { openPage } from '../page/openPage.ts'
import type { OpenPage } from '../page/openPage.ts'
import type { Measurement } from '../measurement.ts'
import { EXPERIMENT, rowsWanted, writeLargeFile } from './largeFile.ts'
import type { LargeFile } from './largeFile.ts'
import { noteFrames, takeFrames } from '../page/watchFrames.ts'
import { watchMemory } from './watchMemory.ts'
import type { MemoryWatch } from './watchMemory.ts'

/** No step of the largest file takes longer, on a busy machine too. */
const MOST_MS = 3_600_000
const ASK_EVERY_MS = 100

/** Chosen, imported, trained on, diagnosed, reported and predicted, as a person does it. */
export async function measureLargePage({ isQuick }: { readonly isQuick: boolean }): Promise<Measurement[]> {
  await buildApp()
  const folder = await mkdtemp(join(tmpdir(), 'holdout-bench-'))
  const open = await openPage({ prepare: noteFrames })
  const memory = watchMemory(process.pid, groupOf(open.labPid), ['bench', 'rest'])
  try {
    const file = await writeLargeFile(folder, rowsWanted(isQuick))
    open.page.setDefaultTimeout(MOST_MS)
    return await new Steps(open, memory).all(file)
  } finally {
    memory.stop()
    await open.close()
    await rm(folder, { recursive: true, force: true })
  }
}

/** The lab's other programs are its children; this process and the driver of the browser are no part of what is measured. */
function groupOf(lab: number): (pid: number, commandLine: string) => string | undefined {
  return (pid, commandLine) => {
    if (pid === process.pid) return 'bench'
    if (pid === lab) return 'lab'
    if (commandLine.includes('/trainer/')) return 'trainer'
    return commandLine.includes('--headless') || commandLine.includes('--type=') ? 'Chromium' : undefined
  }
}

class Steps {
  readonly #open: OpenPage
  readonly #memory: MemoryWatch
  readonly #app: AppPage
  readonly #page: Page
  readonly #room: Locator

  constructor(open: OpenPage, memory: MemoryWatch) {
    this.#open = open
    this.#memory = memory
    this.#page = open.page
    this.#app = new AppPage(open.page)
    this.#room = this.#app.room
  }

  async all(file: LargeFile): Promise<Measurement[]> {
    const { run } = this.#app
    const predictions = this.#room.getByRole('region', { name: 'Predictions' })
    const rows = file.rows.toLocaleString('en')
    return [
      await this.#step(`${file.size}: chosen, until its first rows are shown`, () => this.#choose(file)),
      await this.#step('imported, until its rows are shown', () => this.#import()),
      await this.#step('an experiment of its own written', () => this.#write()),
      await this.#step('started, until the run is shown', () => this.#start()),
      await this.#step('trained in five folds, and a final model', () => run.toBeFinished(5, MOST_MS)),
      await this.#step('until its model can predict', () => this.#button('Predict new rows').waitFor()),
      await this.#step('Diagnose, first picture', () => this.#diagnose()),
      await this.#step('Diagnose, all views', () => this.#views()),
      await this.#step('report', () => this.#report()),
      await this.#step('chosen to predict, until its first predictions', () => this.#choosePredicted(file)),
      await this.#step('predicted', async () => {
        await predictions.getByRole('button', { name: /^Predict/ }).click()
        await predictions.getByText(`${rows} of ${rows} rows predicted`).waitFor()
      }),
    ]
  }

  async #step(name: string, work: () => Promise<void>): Promise<Measurement> {
    process.stderr.write(`  ${name} …\n`)
    const { page, devtools, lab } = this.#open
    await takeFrames(page)
    this.#memory.take()
    const patience = new Patience(lab)
    const began = performance.now()
    const main = await traceMainThread(devtools, work)
    const seconds = (performance.now() - began) / 1000
    const { together, groups } = this.#memory.take()
    const { bench: _, rest: __, ...ofApp } = groups
    return {
      name,
      seconds,
      digits: 0,
      notes: {
        ...(await takeFrames(page)),
        'ms of the processor, longest task of the page': main.longestProcessor,
        'ms, longest answer of the lab': await patience.end(),
        'peak MB, all processes': together,
        ...Object.fromEntries(Object.entries(ofApp).map(([group, megabytes]) => [`peak MB, ${group}`, megabytes])),
        'load of the machine': loadavg()[0] ?? NaN,
      },
    }
  }

  async #choose({ path }: LargeFile): Promise<void> {
    await this.#app.data.openCsv(path, () => this.#button(/^Open CSV/).click())
    await this.#grid('First rows of large.csv').waitFor()
  }

  async #import(): Promise<void> {
    await this.#app.data.import()
    await this.#grid('Rows of large.csv').waitFor()
    await this.#app.runButton.and(this.#page.locator(':not([aria-disabled])')).waitFor()
  }

  async #write(): Promise<void> {
    const { model } = this.#app
    await this.#app.goTo('Model')
    await model.view('YAML').click()
    await model.text.fill(EXPERIMENT.replace(' file: large.csv,', ''))
    await model.view('Stack').click()
    await this.#page.getByRole('button', { name: 'Experiment: Large' }).waitFor()
  }

  async #start(): Promise<void> {
    await this.#app.runButton.click()
    await this.#room.getByText(/of 5 fits done/).waitFor()
  }

  async #diagnose(): Promise<void> {
    await this.#button('Diagnose').click()
    await this.#room.locator('.figures canvas').first().waitFor()
    await this.#room.locator('.diagnose-rows tbody').waitFor()
  }

  async #views(): Promise<void> {
    for (const view of ['Curves', 'Calibration', 'Model', /^Checks \(/]) {
      await this.#room.getByRole('radio', { name: view }).click()
    }
  }

  async #report(): Promise<void> {
    await this.#app.goTo('Report')
    await this.#page.frameLocator('iframe').locator('#paper').waitFor()
    await this.#page.frameLocator('iframe').getByRole('heading').first().waitFor()
  }

  async #choosePredicted({ path }: LargeFile): Promise<void> {
    await this.#app.goTo('Run')
    await this.#button('Predict new rows').click()
    const chooser = this.#page.waitForEvent('filechooser')
    await this.#button('Choose CSV…').click()
    await (await chooser).setFiles(path)
    await this.#room.getByRole('region', { name: 'Predictions' }).getByRole('row').nth(50).waitFor()
  }

  #grid(name: string): Locator {
    return this.#page.getByRole('grid', { name })
  }

  #button(name: string | RegExp): Locator {
    return this.#room.getByRole('button', { name }).first()
  }
}

/** Asks the lab for something small again and again: how long it takes at most. */
class Patience {
  readonly #asking: Promise<void>
  #longest = 0
  #isOver = false

  constructor(lab: LabClient) {
    this.#asking = this.#ask(lab)
  }

  async end(): Promise<number> {
    this.#isOver = true
    await this.#asking
    return this.#longest
  }

  async #ask(lab: LabClient): Promise<void> {
    while (!this.#isOver) {
      const asked = performance.now()
      await lab.settings.get()
      this.#longest = Math.max(this.#longest, performance.now() - asked)
      await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS))
    }
  }
}
