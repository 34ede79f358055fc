import type { Metric } from '../../../core/metrics/metrics.ts'
import { metricOrPlain } from '../../../core/metrics/primaryMetric.ts'
import type { ReportLanguage } from '../../../core/report/reportOptions.ts'
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

export function reportContext(document: RunDocument, language: ReportLanguage = 'en'): ReportContext {
  const words = WORDS[language]
  const metricNamed = (name: string): Metric => {
    const metric = metricOrPlain(name)
    return { ...metric, title: words.metricTitle(metric, document.positiveClass) }
  }
  return { document, shown: shownModels(document), words, metric: metricNamed(document.primaryMetric), metricNamed }
}
