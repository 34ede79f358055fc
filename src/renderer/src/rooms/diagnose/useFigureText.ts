import type { Drawing } from '../../../../core/diagnostics/drawing.ts'
import type { Figure } from '../../../../core/figures/figure.ts'
import { figureInWords } from '../../../../core/words/figureWords.ts'
import { useMetricText } from '../../composables/useMetricText.ts'
import { useSettingsStore } from '../../stores/settingsStore.ts'

/** Figures of core speak English: their titles and axes in the page's language. */
export function useFigureText() {
  const settings = useSettingsStore()
  const { name } = useMetricText()
  return (figure: Figure, drawing: Drawing): Figure =>
    figureInWords(figure, drawing, { isChinese: settings.language === 'zh-CN', metric: name })
}
