import type { Metric } from '../../../core/metrics/metrics.ts'
import { metricOrPlain } from '../../../core/metrics/primaryMetric.ts'
import type { ReportLanguage, ReportOptions } from '../../../core/report/reportOptions.ts'
import { ledBy } from '../../../core/run/ledBy.ts'
import type { ModelDocument, RunDocument } from '../../../core/run/runDocument.ts'
import { shownModels } from './shownModels.ts'
import { EN } from './words/en.ts'
import type { ReportWords } from './words/en.ts'
import { ZH_CN } from './words/zhCN.ts'

const WORDS: Readonly<Record<ReportLanguage, ReportWords>> = { en: EN, 'zh-CN': ZH_CN }

/** What every section of a report is made from. */
export interface ReportContext {
  readonly document: RunDocument
  /** The models that figures show. */
  readonly shown: readonly ModelDocument[]
  readonly words: ReportWords
  /** The score that ranks the models, named in the report's language. */
  readonly metric: Metric
  /** A score by name, named in the report's language with the class it is about. */
  readonly metricNamed: (name: string) => Metric
}

/** Sentences one after the other, those left out apart. */
export function joined({ betweenSentences }: ReportWords, ...sentences: readonly (string | false)[]): string {
  return sentences.filter((sentence) => sentence !== false).join(betweenSentences)
}

/** The context of a run's report: in `language`, English unless given, and led by `metric`, the one that ranks unless given. */
export function reportContext(
  run: RunDocument,
  { language = 'en', metric }: Pick<ReportOptions, 'language' | 'metric'> = {},
): ReportContext {
  const document = metric === undefined ? run : ledBy(run, metric)
  const words = WORDS[language]
  const metricNamed = (name: string): Metric => {
    const plain = metricOrPlain(name)
    return { ...plain, title: words.metricTitle(plain, document.positiveClass) }
  }
  return { document, shown: shownModels(document), words, metric: metricNamed(document.primaryMetric), metricNamed }
}
