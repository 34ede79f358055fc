import type { Figure, FigureAxis } from '../figures/figure.ts'
import { METRICS } from '../metrics/metrics.ts'

/** Words of another language for figures of diagnostics. */
export interface FigureWords {
  /** The word of a key such as `axis.recall`; the English text where there is none. */
  readonly word: (key: string, text: string) => string
  readonly fold: (repeat: string, fold: string) => string
  /** Name of a score. */
  readonly metric: (name: string) => string
}

/** A figure, whose texts are English, in another language. Names of candidates and classes stay. */
export function figureInWords(figure: Figure, words: FigureWords): Figure {
  const title = words.word(`figure.${figure.id}`, figure.title)
  // Titles may end with the candidate's name or the class.
  const [, rest = ''] = /, (.*)$/.exec(figure.title) ?? []
  return {
    ...figure,
    title: rest === '' ? title : `${title}, ${rest}`,
    x: axisInWords(figure.x, words),
    y: axisInWords(figure.y, words),
    series: figure.series.map((series) => ({ ...series, name: seriesInWords(series.name, words) })),
  }
}

function axisInWords(axis: FigureAxis, { word, metric }: FigureWords): FigureAxis {
  const { title, unit } = axis
  const score = METRICS.find((known) => known.title === unit)
  const shown = score ? metric(score.name) : unit
  return { ...axis, title: word(`axis.${keyOf(title)}`, title), ...(shown !== undefined && { unit: shown }) }
}

function seriesInWords(name: string, { word, fold }: FigureWords): string {
  const place = /^Repeat (\d+), fold (\d+)$/.exec(name)
  if (place) return fold(place[1] ?? '', place[2] ?? '')
  const part = /^(.*), (mean of folds|all rows|± 1 SD)$/.exec(name)
  if (part) return `${part[1] ?? ''}, ${word(`figure.parts.${keyOf(part[2] ?? '')}`, part[2] ?? '')}`
  return word(`figure.reference.${keyOf(name)}`, name)
}

/** `False positive rate` to `falsePositiveRate`: letters and digits alone, as keys of words are. */
export function keyOf(text: string): string {
  const [first = '', ...rest] = text.toLowerCase().match(/[a-z0-9]+/g) ?? []
  return first + rest.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join('')
}
