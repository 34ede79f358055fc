import type { Drawing } from '../diagnostics/drawing.ts'
import type { Figure, FigureAxis } from '../figures/figure.ts'
import { METRICS } from '../metrics/metrics.ts'

/** The language of a figure of a diagnostic, whose own texts are English. */
export interface FigureLanguage {
  readonly isChinese: boolean
  /** Name of a score. */
  readonly metric: (name: string) => string
}

/** Parts of names of series in Chinese. */
const PARTS: Readonly<Record<string, string>> = {
  'mean of folds': '各折均值',
  'all rows': '全部行',
  '± 1 SD': '± 1 标准差',
}

/** A figure in a language, with the words of its drawing. Names of candidates, classes and columns stay. */
export function figureInWords(
  figure: Figure,
  { titles, inChinese }: Pick<Drawing, 'titles' | 'inChinese'>,
  { isChinese, metric }: FigureLanguage,
): Figure {
  const word = (text: string): string => (isChinese && Object.hasOwn(inChinese, text) ? inChinese[text] : text)
  const axis = ({ title, unit, ...rest }: FigureAxis): FigureAxis => {
    const score = METRICS.find((known) => known.title === unit)
    const shown = score ? metric(score.name) : unit
    return { ...rest, title: word(title), ...(shown !== undefined && { unit: shown }) }
  }
  const title = Object.hasOwn(titles, figure.id) ? titles[figure.id][isChinese ? 'zh' : 'en'] : undefined
  // Titles may end with the candidate's name or the class.
  const [, rest = ''] = /, (.*)$/.exec(figure.title) ?? []
  return {
    ...figure,
    ...(title !== undefined && { title: rest === '' ? title : `${title}, ${rest}` }),
    x: axis(figure.x),
    y: axis(figure.y),
    series: isChinese
      ? figure.series.map((series) => ({ ...series, name: seriesInChinese(series.name, word) }))
      : figure.series,
  }
}

function seriesInChinese(name: string, word: (text: string) => string): string {
  const place = /^Repeat (\d+), fold (\d+)$/.exec(name)
  if (place) return `第 ${place[1] ?? ''} 次重复，第 ${place[2] ?? ''} 折`
  const part = /^(.*), (mean of folds|all rows|± 1 SD)$/.exec(name)
  return part ? `${part[1] ?? ''}, ${PARTS[part[2] ?? ''] ?? ''}` : word(name)
}
