import { useI18n } from '../i18n/useI18n.ts'
import enTerms from '../i18n/en/terms.ts'
import { metricNamed } from '../../../core/metrics/metrics.ts'

/** A word of statistics that the page explains. */
export type Term = keyof typeof enTerms.about
export const TERMS = Object.keys(enTerms.about) as readonly Term[]

/** Scores over classes, by how those are put together. */
const OVER_CLASSES = /^(.+?)(?:Ovr)?(Macro|Weighted)$/

/** What terms mean, in a sentence. */
export function useTerms() {
  const { t, te } = useI18n()

  function nameOf(term: Term): string {
    // As it is called where it is used.
    const names = [`terms.name.${term}`, `history.metrics.${term}`, `diagnose.threshold.scores.${term}`]
    return t(names.find((key) => te(key)) ?? `history.verdict.${term}`, { name: 'A' })
  }
  /** Of a term or of any score; nothing where there is nothing to say. */
  function about(term: string): string | undefined {
    const plain = metricNamed(term)?.weightedFrom ?? term
    const [, score = plain, kind] = OVER_CLASSES.exec(plain) ?? []
    const keys = [score, ...(kind === undefined ? [] : [kind.toLowerCase()])].map((key) => `terms.about.${key}`)
    return keys.every((key) => te(key)) ? keys.map((key) => t(key)).join(' ') : undefined
  }
  return { nameOf, about }
}
