import { beforeAll, describe, expect, it } from 'vitest'
import { metricOrPlain } from '../../../core/metrics/primaryMetric.ts'
import { ranked } from '../../../core/run/compareModels.ts'
import { ledBy } from '../../../core/run/ledBy.ts'
import type { RunDocument } from '../../../core/run/runDocument.ts'
import { runDocumentSchema } from '../../../core/run/runDocumentSchema.ts'
import { extractDocument } from './embeddedDocument.ts'
import { htmlReport } from './htmlReport.ts'
import { markdownReport } from './markdownReport.ts'
import { sectionBlocks } from './reportParts.ts'
import { reportContext } from './reportContext.ts'
import { constantSentences, scoringSentences } from './sentences.ts'
import { REPORT_SECTIONS } from './sections.ts'
import { fakeRun } from './testing/fakeDocument.ts'
import { sectionInChinese } from './words/diagnosisWords.ts'
import { readTags } from './testing/openTags.ts'

/** Names of methods and commands that no language translates. */
const KEPT = ['Yggdrasil Decision Forests', 'holdout runs verify RUN']

const SECTION_IDS = REPORT_SECTIONS.map(({ id }) => id)

let document: RunDocument

beforeAll(async () => {
  const run = await fakeRun({ trainer: { diverges: ({ candidate, fold }) => candidate === 2 && fold === 3 } })
  document = { ...run.document, notices: [] }
})

/** A sweep of 30 candidates, the best of which is not the first. */
function sweep(): RunDocument {
  const [first] = document.models
  const models = Array.from({ length: 30 }, (_, index) => {
    const accuracy = { ...first.metrics['accuracy'], mean: 0.5 + 0.01 * ((index * 7) % 30) }
    return { ...first, name: `Candidate ${String(index)}`, metrics: { ...first.metrics, accuracy } }
  })
  return { ...document, models }
}

describe('sections of a report', () => {
  it('can each be left out, alone', () => {
    for (const { id, blocks } of REPORT_SECTIONS) {
      const context = reportContext(document)
      const all = sectionBlocks(context, {})
      const without = sectionBlocks(context, { leaveOut: [id] })
      expect(without.length, id).toBe(all.length - blocks(context).length)
    }
    const html = htmlReport(document, { leaveOut: ['data', 'appendix'] })
    readTags(html)
    expect(html).not.toContain('<h2>The data</h2>')
    expect(html).toContain('<h2>Fold by fold</h2>')
    expect(markdownReport(document, { leaveOut: ['data'] })).not.toContain('## The data')
  })

  it('say where a run was trained, what was lost there, and that its data went there', () => {
    const part = { status: 'done', fits: 10, fitsDone: 10, losses: 0 } as const
    const parts = [
      { ...part, node: 'n1' },
      { ...part, node: 'n2', losses: 1 },
    ]
    const away: RunDocument = { ...document, place: { name: 'lab', host: 'ada@login', agreed: 'now', parts } }
    const text = markdownReport(away, {}).replaceAll('\\', '')
    expect(text).toContain(
      'lab (ada@login); 2 parts on n1, n2, 1 part trained again after a trainer or a node was lost; the person agreed',
    )
    expect(markdownReport(away, { language: 'zh-CN' })).toContain('本人同意将数据集复制到该处')
    expect(runDocumentSchema.shape.place.parse(away.place)).toEqual(away.place)
    expect(markdownReport(document, {})).not.toContain('Trained at')
  })

  it('follow the metric that leads', () => {
    const led = ledBy(document, 'logLoss')
    const [first, second] = ranked(led.models, metricOrPlain('logLoss'))
    expect(led.comparisons[0]).toMatchObject({ metric: 'logLoss', first: first.name, second: second.name })
    expect(document.primaryMetric).not.toBe('logLoss')
    expect(reportContext(document, { metric: 'logLoss' }).document).toEqual(led)
    const html = htmlReport(document, { metric: 'logLoss' })
    expect(html.split('</thead>')[0]).toMatch(/log loss/i)
    expect(markdownReport(document, { metric: 'logLoss' })).toBe(markdownReport(led))
    // What is inside is the run's own: it can be led by any other metric again.
    expect(extractDocument(html)).toEqual(extractDocument(htmlReport(document)))
    expect(ledBy(document, 'r2')).toBe(document)
  })

  it('put hashes and fingerprints last', () => {
    const [before, appendix] = htmlReport(document).split('<script')[0].split('<h2>Appendix</h2>')
    const { sha256 } = document.dataset
    const { fingerprint = '' } = document.models[0].fitResults[0].preparation ?? {}
    expect(fingerprint).not.toBe('')
    for (const hash of [sha256, fingerprint]) {
      expect(before).not.toContain(hash)
      expect(appendix).toContain(hash)
    }
  })

  it('show the first twenty candidates of a sweep, best first, and all in the appendix', () => {
    const names = (text: string) => [...text.matchAll(/^\| (Candidate \d+) \|/gm)].map(([, name]) => name)
    const [table] = markdownReport(sweep(), { leaveOut: SECTION_IDS.filter((id) => id !== 'scores') }).split('##')
    expect(names(table)).toHaveLength(20)
    // 0.01 × (index × 7 mod 30) is largest where index × 7 is 29 mod 30.
    expect(names(table)[0]).toBe('Candidate 17')
    const appendix = markdownReport(sweep(), { leaveOut: SECTION_IDS.filter((id) => id !== 'appendix') })
    expect(names(appendix)).toHaveLength(30)
    expect(htmlReport(document)).not.toContain('All candidates')
  })

  it('carry the person’s note and name as text', () => {
    const options = { note: 'First <b>look</b>.\n\nSecond.', author: 'Ada "L"' }
    const html = htmlReport(document, options)
    readTags(html)
    expect(html).toContain('<p class="remark">First &lt;b&gt;look&lt;/b&gt;.</p>')
    expect(html).toContain('<p class="remark">Second.</p>')
    expect(html).toContain('By Ada &quot;L&quot;. Run ')
    expect(markdownReport(document, options)).toContain('First \\<b\\>look\\</b\\>.\n\nSecond.')
  })
})

describe('a report in Chinese', () => {
  it('says all of its own in Chinese', () => {
    const html = htmlReport(document, { language: 'zh-CN' })
    readTags(html)
    expect(html).toContain('<html lang="zh-CN">')
    const shown = html
      .slice(html.indexOf('<main'), html.indexOf('</main>'))
      .replace(/<pre[\s\S]*?<\/pre>/g, '')
      .replace(/<svg[\s\S]*?>/g, '')
      .replace(/<[^>]*>/g, ' ')
    const english = [...shown.matchAll(/[A-Za-z]{3,}(?: [A-Za-z]{2,}){2,}/g)].map(([words]) => words)
    expect(english.filter((words) => !KEPT.some((kept) => kept.includes(words) || words.includes(kept)))).toEqual([])
    for (const heading of ['差异是真实的吗？', '逐折得分', '发散的拟合', '附录']) expect(html).toContain(heading)
  })

  it('has the same blocks with the same numbers', () => {
    const numbers = (text: string) => text.match(/\d+\.\d\d\b/g) ?? []
    const leaveOut = ['method'] as const
    const english = markdownReport(document, { leaveOut })
    const chinese = markdownReport(document, { leaveOut, language: 'zh-CN' })
    expect(numbers(chinese)).toEqual(numbers(english))
    expect(chinese.split('\n| ').length).toBe(english.split('\n| ').length)
  })
})

describe('sentences', () => {
  it('name what a model that predicts a constant has learned', () => {
    const [first] = document.models
    const constant = first.fitResults.map((fit, fold) => ({
      ...fit,
      preparation: { ...fit.preparation!, ...(fold < 2 && { isConstant: true as const }) },
    }))
    const models = [{ ...first, fitResults: constant }]
    expect(constantSentences(reportContext({ ...document, models }))).toEqual([
      `${first.name} predicts the same class for all held-out rows in 2 of 5 folds: there it has learned nothing from the features.`,
    ])
    expect(constantSentences(reportContext({ ...document, models, task: 'regression' }))[0]).toContain(
      'almost the same value',
    )
  })

  it('name the positive class and whether it is the rarer one', () => {
    const dataset = { ...document.dataset, classes: ['no', 'yes'], classCounts: [20, 10] }
    expect(scoringSentences(reportContext({ ...document, dataset, positiveClass: 'yes' }))).toEqual([
      'Precision, recall, F1 and average precision are about “yes”, the rarer class.',
    ])
    expect(
      scoringSentences(reportContext({ ...document, dataset, positiveClass: 'no' }, { language: 'zh-CN' })),
    ).toEqual(['精确率、召回率、F1 和平均精确率针对“no”。'])
  })
})

describe('diagnoses in Chinese', () => {
  it('leave what the data name as it is', () => {
    const table = {
      head: ['class', 'rows', 'predicted wrong'],
      rows: [
        ['wrong', '3', 'yes'],
        ['mean of classes', '', ''],
      ],
    }
    const section = {
      id: 'perClass' as const, title: 'Scores of each class', howToRead: '', figures: [],
      candidates: [{ name: 'accuracy', tables: [table], notes: ['7 rows in all.'] }],
    } // oxfmt-ignore
    const shown = sectionInChinese(section)
    expect(shown.candidates).toEqual([
      {
        name: 'accuracy',
        tables: [
          {
            head: ['类别', '行数', '预测为 wrong'],
            rows: [
              ['wrong', '3', 'yes'],
              ['各类别均值', '', ''],
            ],
          },
        ],
        notes: ['共 7 行。'],
      },
    ])
  })
})
