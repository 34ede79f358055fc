import { computed } from 'vue'
import { useI18n } from '../i18n/useI18n.ts'
import { metricNamed } from '../../../core/metrics/metrics.ts'
import { useFormat } from './useFormat.ts'

/** How scores, their differences and their names are written: shares in percent, everything else with four digits.
 * `positiveClass` is the class that scores of a binary task are about, where all that is shown agrees on it. */
export function useMetricText(positiveClass: () => string | undefined = () => undefined) {
  const { t, te } = useI18n()
  const format = useFormat()

  const plainName = (metric: string): string =>
    te(`history.metrics.${metric}`) ? t(`history.metrics.${metric}`) : metric
  /** With the class that it is about, where that is known, and with a word where rows count by their weight. */
  const name = (metric: string): string => {
    const { weightedFrom, ofPositiveClass } = metricNamed(metric) ?? {}
    const plain = plainName(weightedFrom ?? metric)
    const label = ofPositiveClass ? positiveClass() : undefined
    const ofClass = label === undefined ? plain : t('history.metricOf.class', { name: plain, label })
    return weightedFrom === undefined ? ofClass : t('history.metricOf.weighted', { name: ofClass })
  }
  const isFraction = (metric: string): boolean => metricNamed(metric)?.isFraction ?? false
  const unit = (metric: string): number => (isFraction(metric) ? 100 : 1)
  const heading = (metric: string): string => (isFraction(metric) ? `${name(metric)}, %` : name(metric))

  const text = computed(() => {
    const { fixed, short } = format.value
    /** A score in the unit of its heading. */
    const score = (metric: string, value: number | null | undefined): string => {
      if (value === null || value === undefined || !Number.isFinite(value)) return '–'
      return isFraction(metric) ? fixed(value * 100, 1) : short(value)
    }
    /** A spread or a bound, with the decimals of the score that it belongs to. */
    const beside = (metric: string, value: number | null | undefined, of: number | null | undefined): string => {
      if (isFraction(metric) || typeof value !== 'number' || typeof of !== 'number' || of === 0)
        return score(metric, value)
      return fixed(value, decimalsOf(of))
    }
    /** A difference with its sign, in the same unit. */
    const difference = (metric: string, value: number): string => {
      const written = score(metric, Math.abs(value))
      return value === 0 || Number(written.replace(',', '.')) === 0 ? written : `${value > 0 ? '+' : '−'}${written}`
    }
    return { score, beside, difference }
  })
  return { name, heading, unit, isFraction, text }
}

/** Decimals of a number that is written with four digits. */
function decimalsOf(value: number): number {
  return Math.max(0, 3 - Math.floor(Math.log10(Math.abs(value))))
}
