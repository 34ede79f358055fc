import type { Figure } from '../../../../core/figures/figure.ts'
import { figureInWords } from '../../../../core/words/figureWords.ts'
import { useMetricText } from '../../composables/useMetricText.ts'
import { useI18n } from '../../i18n/useI18n.ts'

/** Figures of core speak English: their titles and axes in the page's language, where it has words for them. */
export function useFigureText() {
  const { t, te } = useI18n()
  const { name } = useMetricText()
  return (figure: Figure): Figure =>
    figureInWords(figure, {
      word: (key, text) => (te(`diagnose.${key}`) ? t(`diagnose.${key}`) : text),
      fold: (repeat, fold) => t('diagnose.figure.fold', { repeat, fold }),
      metric: name,
    })
}
