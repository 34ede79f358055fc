import { beforeAll, describe, expect, it } from 'vitest'
import { allSteps } from '../../../core/allSteps.ts'
import type { RunDocument } from '../../../core/run/runDocument.ts'
import { extractDocument } from './embeddedDocument.ts'
import { headline } from './headline.ts'
import type { Headline } from './headline.ts'
import { htmlReport } from './htmlReport.ts'
import { jsonReport } from './jsonReport.ts'
import { markdownReport } from './markdownReport.ts'
import { reportContext } from './reportContext.ts'
import { predictionsCsv } from './predictionsCsv.ts'
import { HOSTILE, fakeRun } from './testing/fakeDocument.ts'
import type { FakeRun } from './testing/fakeDocument.ts'
import { readTags } from './testing/openTags.ts'
import { thinHistories } from './thinHistories.ts'

let plain: FakeRun
let hostile: FakeRun

beforeAll(async () => {
  plain = await fakeRun({ trainer: { diverges: ({ candidate, fold }) => candidate === 2 && fold === 3 } })
  const run = await fakeRun({ name: HOSTILE, models: [HOSTILE, '=1+1'], classes: [HOSTILE, '@b'] })
  hostile = { ...run, document: { ...run.document, name: `${HOSTILE}\u0000\u001b[2J`, notices: [`${HOSTILE}\ud800`] } }
})

function headlineOf(document: RunDocument): Headline {
  return headline(reportContext(document))
}

describe('htmlReport', () => {
  it('is well-formed, and every number of the table is the document’s', () => {
    const report = htmlReport(plain.document)
    expect(readTags(report)).toContain('table')
    for (const { metrics } of plain.document.models) {
      const { mean, std, sampleStd } = metrics['accuracy']
      for (const value of [mean, std, sampleStd]) expect(report).toContain(`>${(100 * (value ?? NaN)).toFixed(2)}</td>`)
    }
    expect(report).toContain(plain.document.dataset.sha256)
  })

  it('keeps hostile names as text', () => {
    const report = htmlReport(hostile.document)
    const names = readTags(report)
    expect(names.filter((name) => name === 'script')).toHaveLength(1)
    expect(names.filter((name) => name === 'title')).toHaveLength(1)
    expect(report).not.toContain('<script>alert')
    expect(report).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&#39;&amp;amp;')
    expect(report).not.toContain('\u0000')
  })

  it('allows nothing to be loaded or run', () => {
    const report = htmlReport(plain.document)
    expect(report).toContain(`content="default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;; img-src data:"`)
    expect(report).not.toMatch(/\b(src|href|onload|onerror)=/)
    expect(report).not.toMatch(/url\(|@import/)
  })

  it('can be opened again', () => {
    for (const { document } of [plain, hostile]) {
      expect(extractDocument(htmlReport(document))).toEqual(JSON.parse(JSON.stringify(thinHistories(document))))
    }
  })

  it('names the fit that diverged', () => {
    const report = htmlReport(plain.document).replace(/\s+/g, ' ')
    expect(report.split('Diverged fits')[1]).toMatch(/Hidden<\/th> ?<td class="num">1<\/td> ?<td class="num">4<\/td>/)
    expect(report).toContain('1 of 5 fits diverged')
  })

  it('says why a model has no score', () => {
    const [first] = plain.document.models
    const undefinedOn = (fold: number) => ({
      ...first,
      fitResults: first.fitResults.map((fit) => (fit.fold < fold ? { ...fit, scores: { accuracy: null } } : fit)),
    })
    const sentences = (fold: number) => headlineOf({ ...plain.document, models: [undefinedOn(fold)] }).sentences
    const folds = first.fitResults.length
    expect(sentences(0).join()).not.toContain('undefined')
    expect(sentences(2)).toContain(
      `The accuracy is undefined on the held-out rows of 2 of ${String(folds)} folds, as where a class has no row among them; it is left out there.`,
    )
    expect(sentences(folds).join()).toContain('undefined on the held-out rows of every fold')
  })

  it('can be made of a run without any score', () => {
    const models = plain.document.models.map((model) => ({ ...model, metrics: {}, fitResults: [], fits: 0 }))
    const empty: RunDocument = { ...plain.document, models, comparisons: [], end: { kind: 'stopped' }, backend: null }
    const report = htmlReport(empty)
    readTags(report)
    expect(report).toContain('No model has a score.')
    expect(report).toContain('The run did not come to its end')
  })
})

describe('headline', () => {
  it('claims a winner only where every comparison is sure', () => {
    // Hidden lost a fold, so that only one pair of the run has a verdict.
    const [first] = plain.document.comparisons
    const second = { ...first, second: 'Hidden' }
    const third = { ...second, first: first.second }
    const words = (...verdicts: ('firstBetter' | 'noDifference' | 'cannotTell' | 'same')[]) =>
      headlineOf({
        ...plain.document,
        comparisons: [first, second, third].map((one, index) => ({ ...one, verdict: verdicts[index] })),
      }).strong
    expect(words('firstBetter', 'firstBetter', 'cannotTell')).toBe(`${first.first} is best.`)
    expect(words('firstBetter', 'cannotTell', 'firstBetter')).toBe('Cannot tell yet which is best.')
    expect(words('noDifference', 'noDifference', 'cannotTell')).toBe('Probably no meaningful difference.')
    expect(words('same', 'same', 'same')).toBe('Practically the same.')
    const two = headlineOf({ ...plain.document, comparisons: [{ ...first, verdict: 'firstBetter' }] })
    expect(two.strong).toBe(`${first.first} is better.`)
  })

  it('says nothing of how far folds of a single row differ', () => {
    const preparation = { trainRows: 59, testRows: 1, unseenCategories: 0, imputedCells: 0, fingerprint: '' }
    const models = plain.document.models.map((model) => ({
      ...model,
      fitResults: model.fitResults.map((fit) => ({ ...fit, preparation })),
    }))
    const [range] = headlineOf({ ...plain.document, models }).sentences
    expect(range).toMatch(/^Over the same \d+ folds of a single row each the 2 models reach [^,]*\.$/)
    expect(headlineOf(plain.document).sentences[0]).toContain('(standard deviation)')
  })

  it('says what guessing would reach, and what is missing', () => {
    const { sentences } = headlineOf(plain.document)
    expect(sentences).toContain('Always saying “a” would reach 50.0 %.')
    const byLoss = headlineOf({ ...plain.document, primaryMetric: 'logLoss' })
    expect(byLoss.sentences.join(' ')).not.toContain('Always saying')
    expect(sentences).toContain('One fit diverged and is in no score.')
  })
})

describe('jsonReport', () => {
  it('is the document', () => {
    const { sha256, ...parsed } = JSON.parse(jsonReport(hostile.document)) as { sha256: string }
    expect(parsed).toEqual(JSON.parse(JSON.stringify(hostile.document)))
    expect(sha256).toMatch(/^[0-9a-f]{64}$/)
    expect(extractDocument(jsonReport(plain.document)).run).toBe('run-1')
  })
})

describe('markdownReport', () => {
  it('holds the scores, and names stay text', () => {
    // The experiment file is quoted as it is, inside its fence.
    const [report] = markdownReport(hostile.document).split('## To run it again')
    const { mean } = hostile.document.models[0].metrics['accuracy']
    expect(report).toContain((100 * (mean ?? 0)).toFixed(2))
    expect(report).not.toMatch(/(?<!\\)<script/)
    expect(report).not.toMatch(/[^\\]\[x\]\(/)
    const rows = report.split('\n').filter((line) => line.startsWith('| '))
    expect(rows[2].replaceAll('\\|', '').split('|')).toHaveLength(9)
  })
})

describe('predictionsCsv', () => {
  it('has a line for every row held out by a finished fit', () => {
    const { state, prepared } = plain
    const lines = allSteps(predictionsCsv(state, prepared.table, 'binary'))
      .trimEnd()
      .split('\n')
    expect(lines).toHaveLength(1 + 2 * 30 + 24)
    expect(lines[0]).toBe('model,repeat,fold,row,actual,predicted,P(a),P(b)')
    expect(lines[1]).toMatch(/^Baseline,1,1,1,a,[ab],0\.\d+,0\.\d+$/)
  })

  it('takes folds of any size, some lines at a time', () => {
    const rows = 300_000
    const held = Array.from({ length: rows }, (_, row) => row)
    const fit = { key: { candidate: 0, repeat: 0, fold: 0 }, predictions: { rows: held, values: held.map(() => 0.25) } }
    const state = { candidates: [{ name: 'A', fits: new Map([['0', fit]]) }] } as unknown as FakeRun['state']
    const codes = Int32Array.from(held, (row) => row % 2)
    const table = { rows, features: [], target: { kind: 'category' as const, name: 'y', levels: ['n', 'y'], codes } }
    const steps = predictionsCsv(state, table, 'binary')
    let pauses = 0
    let step = steps.next()
    for (; step.done !== true; step = steps.next()) pauses += 1
    expect(pauses).toBeGreaterThan(100)
    const lines = step.value.trimEnd().split('\n')
    expect(lines).toHaveLength(1 + rows)
    expect(lines.at(-1)).toBe('A,1,1,300000,y,n,0.75,0.25')
  })

  it('makes formulas harmless', () => {
    const text = allSteps(predictionsCsv(hostile.state, hostile.prepared.table, 'binary'))
    expect(text).toContain("'=1+1,1,1,")
    expect(text).toContain("'@b")
  })
})
