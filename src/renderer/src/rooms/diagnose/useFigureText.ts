import type { Figure, FigureAxis } from '../../../../core/figures/figure.ts'
import { METRICS } from '../../../../core/metrics/metrics.ts'
import { useMetricText } from '../../composables/useMetricText.ts'
import { useI18n } from '../../i18n/useI18n.ts'

/** Figures of core speak English: their titles and axes in the page's language, where it has words for them. */
export function useFigureText() {
  const { t, te } = useI18n()
  const { name } = useMetricText()
  const worded = (key: string, text: string) => (te(key) ? t(key) : text)

  function axis(one: FigureAxis): FigureAxis {
    const { title, unit } = one
    const metric = METRICS.find((known) => known.title === unit)
    const shown = metric ? name(metric.name) : unit
    return {
      ...one,
      title: worded(`diagnose.axis.${keyOf(title)}`, title),
      ...(shown !== undefined && { unit: shown }),
    }
  }
  return (figure: Figure): Figure => {
    const title = worded(`diagnose.figure.${figure.id}`, figure.title)
    // Titles may end with the candidate's name or the class: that part stays.
    const [, rest = ''] = /, (.*)$/.exec(figure.title) ?? []
    return {
      ...figure,
      title: rest === '' ? title : `${title}, ${rest}`,
      x: axis(figure.x),
      y: axis(figure.y),
      series: figure.series.map((series) => ({ ...series, name: seriesName(series.name) })),
    }
  }
  function seriesName(name: string): string {
    const fold = /^Repeat (\d+), fold (\d+)$/.exec(name)
    if (fold) return t('diagnose.figure.fold', { repeat: fold[1], fold: fold[2] })
    const part = /^(.*), (mean of folds|all rows|± 1 SD)$/.exec(name)
    if (part) return `${part[1] ?? ''}, ${t(`diagnose.figure.parts.${keyOf(part[2] ?? '')}`)}`
    return worded(`diagnose.figure.reference.${keyOf(name)}`, name)
  }
}

/** `False positive rate` to `falsePositiveRate`: letters and digits alone, as keys of messages are. */
export function keyOf(text: string): string {
  const [first = '', ...rest] = text.toLowerCase().match(/[a-z0-9]+/g) ?? []
  return first + rest.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join('')
}
