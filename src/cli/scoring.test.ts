import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readCsvRows } from './testing/readCsvRows.ts'
import { scoreBinary } from '../core/metrics/scoreBinary.ts'
import type { RunDocument } from '../core/run/runDocument.ts'
import { runInProcess } from './testing/runInProcess.ts'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdout-scoring-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Patients of two classes, the rarer coded 0, with weights: two epochs, so that scores are anything but even. */
async function ran() {
  const path = join(folder, 'patients.yaml')
  await writeFile(
    path,
    `holdout: 1
name: Patients
dataset: { file: "${join(process.cwd(), 'fixtures/field/17-weights.csv')}", target: "y", columns: { w: { role: weight } } }
seed: 7
references: [dummy]
finalModel: true
validation: { strategy: stratified-k-fold, folds: 3 }
training: { epochs: 2, batchSize: 16, metrics: [f1, precision] }
models: [{ name: M, layers: [{ type: dense, units: 4 }, output] }]
`,
  )
  const out = join(folder, 'out')
  const found = await runInProcess('run', path, '--out', out)
  const document = JSON.parse(await readFile(join(out, 'result.json'), 'utf8')) as RunDocument
  return { found, out, document }
}

describe('a run with weights and a positive class', () => {
  let run: Awaited<ReturnType<typeof ran>>
  beforeAll(async () => {
    run = await ran()
  })

  it('ranks by the weighted score of the rarer class, and names both', () => {
    const { found, document } = run
    expect(document).toMatchObject({ primaryMetric: 'weightedF1', positiveClass: 'cancer' })
    expect(Object.keys(document.models[0].metrics)).toEqual(['weightedF1', 'f1', 'weightedPrecision', 'precision'])
    expect(found.stdout).toMatch(/^M: [\d.]+% \([\d.]+%\) weightedF1 of cancer\n$/)
    expect(found.stderr).toContain('Precision, recall, F1 and average precision are about “cancer”, the rarer class.')
    expect(found.stderr).toContain('Scores named “rows weighted” count every row by its weight')
    expect(found.stderr).toMatch(/Class shares: [\d.]+% .*weightedF1 of cancer/)
  })

  it('has the scores that its predictions have', async () => {
    const { document, out } = run
    const weights = (await readCsvRows('fixtures/field/17-weights.csv')).map(({ w }) => Number(w))
    const predicted = await readCsvRows(join(out, 'predictions.csv'))
    for (const fit of document.models[0].fitResults) {
      const rows = predicted.filter(({ fold }) => Number(fold) === fit.fold + 1)
      const labels = rows.map(({ actual }) => (actual === 'healthy' ? 1 : 0))
      const chances = rows.map((row) => Number(row['P(healthy)']))
      const ofRows = rows.map(({ row }) => weights[Number(row) - 1])
      const plain = scoreBinary(labels, chances, undefined, { positive: 0 })
      const weighted = scoreBinary(labels, chances, undefined, { positive: 0, weights: ofRows })
      expect(fit.scores?.['f1']).toBeCloseTo(plain['f1'] ?? NaN, 9)
      expect(fit.scores?.['weightedF1']).toBeCloseTo(weighted['f1'] ?? NaN, 9)
      expect(fit.scores?.['weightedAveragePrecision']).toBeCloseTo(weighted['averagePrecision'] ?? NaN, 6)
    }
  })

  it('is named by report and model, which scores other files for the same class', async () => {
    const { out } = run
    const report = await readFile(join(out, 'report.html'), 'utf8')
    expect(report).toContain('F1 of “cancer”, rows weighted, %')
    const model = join(out, 'models', 'model-0.json')
    const { stdout } = await runInProcess(
      'predict',
      model,
      'fixtures/field/17-weights.csv',
      '--score',
      '--out',
      join(out, 'p.csv'),
    )
    expect(stdout).toMatch(/^F1 of “cancer”: [\d.]+%$/m)
  })
})
