import type { FitDocument, ModelDocument } from '../../../../core/run/runDocument.ts'
import { heading, note, numbers } from '../blocks.ts'
import type { Block } from '../blocks.ts'
import { metricHeading, score } from '../formatNumbers.ts'
import type { ReportContext } from '../reportContext.ts'
import type { ReportSection } from '../reportSection.ts'

/** The ranking metric fold by fold, models side by side. */
export const foldsSection: ReportSection = {
  id: 'folds',
  names: { en: 'Scores of each fold', 'zh-CN': '逐折得分' },
  blocks: foldsBlocks,
}

const EN = {
  title: 'Fold by fold',
  repeatFold: 'Repeat.fold',
  diverged: 'diverged',
  note: (heading: string) => `${heading} on held-out rows.`,
}
const ZH_CN: typeof EN = {
  title: '逐折得分',
  repeatFold: '重复.折',
  diverged: '发散',
  note: (heading) => `留出行上的${heading}。`,
}
const TEXTS = { en: EN, 'zh-CN': ZH_CN }

function foldsBlocks({ shown, words, metric }: ReportContext): readonly Block[] {
  const places = foldPlaces(shown)
  if (places.length === 0) return []
  const hasRepeats = places.some(({ repeat }) => repeat > 0)
  const { title, repeatFold, diverged } = TEXTS[words.language]
  const cell = (model: ModelDocument, place: Place) => {
    const fit = fitAt(model, place)
    if (!fit) return '–'
    return fit.status === 'diverged' ? diverged : score(metric, fit.scores?.[metric.name])
  }
  return [
    heading(title),
    {
      kind: 'table',
      isSmall: true,
      columns: [numbers(hasRepeats ? repeatFold : words.heads.fold), ...shown.map(({ name }) => numbers(name))],
      rows: places.map((place) => [
        hasRepeats ? `${String(place.repeat + 1)}.${String(place.fold + 1)}` : String(place.fold + 1),
        ...shown.map((model) => cell(model, place)),
      ]),
    },
    note(TEXTS[words.language].note(metricHeading(metric))),
  ]
}

interface Place {
  readonly repeat: number
  readonly fold: number
}

function foldPlaces(models: readonly ModelDocument[]): readonly Place[] {
  const places = new Map<string, Place>()
  for (const { fitResults } of models) {
    for (const { outer, repeat, fold } of fitResults) {
      if (outer === undefined) places.set(`${String(repeat)}/${String(fold)}`, { repeat, fold })
    }
  }
  return [...places.values()].sort((a, b) => a.repeat - b.repeat || a.fold - b.fold)
}

function fitAt({ fitResults }: ModelDocument, { repeat, fold }: Place): FitDocument | undefined {
  return fitResults.find((one) => one.outer === undefined && one.repeat === repeat && one.fold === fold)
}
