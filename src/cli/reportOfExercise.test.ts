import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { runCli } from './testing/runCli.ts'

const RESOURCES = fileURLToPath(new URL('../../resources/', import.meta.url))
const MOST_BYTES = 2_500_000
/** Every section that a run of two classes can have. */
const SECTIONS = [
  'Is the network worth it?',
  'Are the differences real?',
  'How they learned',
  'Fold by fold',
  'All scores',
  'Checks',
  'Confusion matrix',
  'ROC curve',
  'Precision–recall curve',
  'Thresholds',
  'Calibration',
  'Hard rows',
  'Errors by group',
  'Importance of columns',
  'Partial dependence',
  'What the networks look like',
  'Learning curve',
  'The data',
  'How it was done',
  'To run it again',
  'Appendix',
]

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdout-report-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

it('the report of three models on Sonar is small and runs nothing', { timeout: 300_000 }, async () => {
  const text = await readFile(join(RESOURCES, 'examples/sonar-dropout.yaml'), 'utf8')
  const file = join(folder, 'sonar.yaml')
  const data = JSON.stringify(join(RESOURCES, 'samples/sonar.csv'))
  await writeFile(file, `${text.replace(/file: .*sonar\.csv/, `file: ${data}`)}\nlearningCurve: { fractions: [0.5] }\n`)
  const out = join(folder, 'out')
  const { code, stderr } = await runCli('run', file, '--out', out)
  expect(stderr).not.toContain('Error')
  expect(code).toBe(0)
  const html = await readFile(join(out, 'report.html'), 'utf8')
  for (const title of SECTIONS) expect(html).toMatch(new RegExp(`<h[23]>${title.replace('?', '\\?')}</h[23]>`))
  expect(Buffer.byteLength(html)).toBeLessThan(MOST_BYTES)
  // The run's numbers are inside as data, which a browser does not execute.
  expect(html.match(/<script[^>]*>/g)).toEqual(['<script type="application/json" id="holdout-run">'])
  expect(html).not.toMatch(/<[^>]+\son\w+=|javascript:|<(iframe|object|embed|link)\b/)
})
