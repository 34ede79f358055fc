import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { toBeAccessible } from '../harness/accessibility.ts'
import { Album } from '../harness/album.ts'
import { checkout } from '../harness/checkout.ts'
import { toEndFinished } from '../harness/startExample.ts'
import { watchProgress } from '../harness/progressWatch.ts'
import { expect, test } from '../harness/test.ts'
import { choose } from '../pages/choose.ts'

test.describe.configure({ timeout: 240_000 })

const ROWS = 100_000
/** A thread starts and a file is read for the first time, perhaps on a busy machine. */
const FIRST_READING = { timeout: 60_000 }

/** The rows of Pima again and again with an id: `mass` is called BMI, insulin is missing, and a pressure is beyond any. */
async function writeNewRows(folder: string, rows: number): Promise<string> {
  const [, ...lines] = (await readFile(join(checkout, 'resources/samples/pima-diabetes.csv'), 'utf8'))
    .trim()
    .split('\n')
  const written = Array.from({ length: rows }, (_, row) => {
    const [pregnant, glucose, pressure, triceps, , mass, pedigree, age, diabetes] = lines[row % lines.length].split(',')
    const own = row === 1 ? '999' : pressure
    return [`p${String(row)}`, mass, pregnant, glucose, own, triceps, pedigree, age, diabetes].join(';')
  })
  const file = join(folder, 'clinic.csv')
  await writeFile(file, `patient;BMI;pregnant;glucose;pressure;triceps;pedigree;age;diabetes\n${written.join('\n')}\n`)
  return file
}

test('a file of 100,000 rows is matched, predicted, called off and saved', async ({
  app,
  page,
  folder,
  connection,
}) => {
  const { lab } = connection
  const example = (await lab.experiments.examples()).find(({ file }) => file.ref === 'example:pima-missing')
  const { text, dataset } = await lab.experiments.open({ file: example?.file.ref ?? '' })
  const short = `${text.replace(/epochs: \d+/, 'epochs: 5')}\nreferences: none\n`
  const { runId } = await lab.runs.start({ text: short, datasetId: dataset?.id ?? '' })
  await toEndFinished(lab, runId)
  const { room } = app
  const predictions = room.getByRole('region', { name: 'Predictions' })
  const columns = room.getByRole('region', { name: 'Columns' })
  const openCsv = async (file: string): Promise<void> => {
    const chooser = page.waitForEvent('filechooser')
    await room.getByRole('button', { name: 'Choose CSV…' }).first().click()
    await (await chooser).setFiles(file)
  }

  await test.step('from the finished run to its model', async () => {
    await app.goTo('Run')
    await page.goto(`${page.url().split('#')[0]}#/run/${runId}`)
    await room.getByRole('button', { name: 'Predict new rows' }).click()
    await expect(app.roomLink('History')).toHaveAttribute('aria-current', 'page')
    await expect(room.getByRole('complementary')).toContainText('diabetes, 2 classes')
  })
  await test.step('columns of other names are matched by the person', async () => {
    await openCsv(await writeNewRows(folder, ROWS))
    await expect(columns.getByRole('status')).toHaveText('6 of 8 inputs found', FIRST_READING)
    const all = predictions.getByRole('button', { name: /^Predict/ })
    await expect(all).toHaveAttribute('aria-disabled', 'true')
    await choose(columns, 'Column of the file for mass', 'BMI')
    await choose(columns, 'Column of the file for insulin', 'not in the file')
    await expect(columns.getByRole('row').filter({ hasText: 'insulin' })).toContainText('filled in')
    await expect(columns.getByRole('row').filter({ hasText: 'diabetes' })).toContainText('extra, ignored')
    await expect(predictions.getByRole('rowheader').first()).toHaveText('1', FIRST_READING)
    const notices = room.getByRole('region', { name: 'Notices' })
    await expect(notices).toContainText('insulin is not in the file')
    await expect(notices).toContainText('pressure: 1 cell outside the training range')
    await choose(room.getByRole('complementary'), 'Id column', 'patient')
    await expect(predictions.getByRole('cell', { name: 'p0', exact: true })).toBeVisible(FIRST_READING)
  })
  await test.step('axe finds nothing, and everything fits the window', async () => {
    await toBeAccessible(page, lab, 'predict')
    await new Album(page, lab).take('predict')
  })
  const progress = predictions.getByRole('progressbar')
  await test.step('called off on the way, nothing is there to be saved', async () => {
    const ended = await watchProgress(predictions, { pressed: 'Cancel' })
    await predictions.getByRole('button', { name: /^Predict/ }).click()
    const { values } = await ended()
    expect(Math.max(...values)).toBeLessThan(100)
    await expect(progress).toBeHidden()
    await expect(predictions.getByRole('button', { name: /^Save/ })).toBeHidden()
    await expect(predictions.getByRole('button', { name: /^Predict/ })).toBeEnabled()
  })
  await test.step('predicted with progress while the page goes on drawing, and saved whole', async () => {
    const ended = await watchProgress(predictions)
    await predictions.getByRole('button', { name: /^Predict/ }).click()
    const { values, frames, longestGap } = await ended()
    expect(values).toEqual(values.toSorted((a, b) => a - b))
    expect(values.filter((value) => value > 0).length).toBeGreaterThan(1)
    expect(frames).toBeGreaterThan(0)
    // How long a frame may take is the machine's: it is printed, and nothing depends on it.
    test.info().annotations.push({
      type: 'frames',
      description: `${String(frames)} while predicting, the longest gap ${longestGap.toFixed(0)} ms`,
    })
    const save = predictions.getByRole('button', { name: /^Save/ })
    await expect(save).toBeVisible({ timeout: 60_000 })
    await expect(predictions).toContainText('100,000 of 100,000 rows predicted')
    const downloading = page.waitForEvent('download')
    await save.click()
    const download = await downloading
    expect(download.suggestedFilename()).toBe('clinic predicted.csv')
    const lines = (await readFile(await download.path(), 'utf8')).trimEnd().split('\n')
    expect(lines).toHaveLength(ROWS + 1)
    expect(lines[0]).toBe('row,line,patient,actual,predicted,P(neg),P(pos),set,warning')
    expect(lines[2]).toContain('999 in pressure is outside the training range')
    expect(lines[ROWS]).toMatch(/^100000,100001,p99999,(pos|neg),(pos|neg),0\.\d+,0\.\d+,/)
  })
  await test.step('the file has the target: its scores stand beside the cross-validated ones', async () => {
    await room.getByRole('radio', { name: 'Scores' }).click()
    const scores = room.getByRole('region', { name: 'Notices' })
    await expect(scores).toContainText('Over 100,000 of 100,000 rows')
    await expect(scores.getByRole('row').filter({ hasText: 'Accuracy' }).first()).toContainText('±')
  })
  await test.step('a row typed by hand is predicted at once', async () => {
    await room.getByRole('button', { name: /^Type one row/ }).click()
    const typed = room.getByRole('status', { name: 'Prediction of the typed row' })
    for (const name of ['pregnant', 'pedigree', 'age']) await room.getByRole('textbox', { name }).fill('2')
    await expect(typed).toContainText(/Predicted (pos|neg)/)
    await expect(typed).toContainText('age outside: 2')
    await room.getByRole('textbox', { name: 'age' }).fill('old')
    await expect(typed).toContainText('"old"')
    await new Album(page, lab).take('predict-typed')
  })
})
