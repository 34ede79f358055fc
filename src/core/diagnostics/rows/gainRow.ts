import { CLASSES } from '../diagnostic.ts'
import type { Diagnostic } from '../diagnostic.ts'
import type { Drawing, Named } from '../drawing.ts'
import type { Figure, FigureSeries } from '../../figures/figure.ts'
import { gainCurves } from '../gainCurve.ts'
import type { ClassGain } from '../gainCurve.ts'

/** What page and report both say. */
const HOW_IN_CHINESE = '按得分从高到低排列：前若干行中包含的阳性行比例。对角线为随机顺序。'

/** How it is drawn. */
export const gainDrawing = {
  id: 'gain',
  views: ['curves'],
  figures: gainFigures,
  titles: {
    gain: { zh: '累积增益' },
    lift: {
      zh: '提升度',
      howToRead: {
        en: 'Positive rows among the likeliest so many, compared with a random order.',
        zh: '前若干行中的阳性行是随机顺序的多少倍。',
      },
    },
  },
  inChinese: {
    'Share of rows, likeliest first': '行的比例（从最可能开始）',
    'Share of the class found': '找到的该类别比例',
    'Times better than chance': '相对随机的倍数',
    chance: '随机',
  },
  howToRead: {
    en: 'Rows sorted by score, likeliest first: the share of all positive rows among the first so many. The diagonal is a random order.',
    zh: HOW_IN_CHINESE,
  },
} as const satisfies Drawing<'gain', readonly ClassGain[]>

/** Cumulative gain and lift. */
export const gainRow: Diagnostic<'gain', readonly ClassGain[]> = {
  id: 'gain',
  tasks: CLASSES,
  needs: 'predictions',
  compute: ({ heldOut }) => gainCurves(heldOut),
  drawing: gainDrawing,
  section: {
    title: 'Gain and lift',
    howToRead:
      'Rows are taken in the order of their probability. Gain: the share of the class found among the first rows. Lift: how many times more of them than among as many rows at random.',
    inChinese: { title: '增益与提升度', howToRead: HOW_IN_CHINESE },
    tables: () => [],
  },
}

function figureOf(id: string, title: string, y: string, drawn: readonly FigureSeries[], high?: number): Figure {
  return {
    id,
    title,
    alt: `${title} of held-out rows for ${drawn
      .flatMap(({ name, role }) => (role === 'main' ? [name] : []))
      .join(', ')}`,
    x: { title: 'Share of rows, likeliest first', low: 0, high: 1 },
    y: { title: y, low: 0, ...(high !== undefined && { high }) },
    series: drawn,
  }
}

function series(
  results: readonly Named<readonly ClassGain[]>[],
  values: (gain: ClassGain) => readonly (number | null)[],
): readonly FigureSeries[] {
  return results.flatMap(({ name, result }, candidate) =>
    result.map((gain, index) => {
      const points = gain.share.flatMap((x, i) => {
        const y = values(gain)[i]
        return y === null ? [] : [{ x, y }]
      })
      return {
        name: result.length > 1 ? `${name}: ${gain.label}` : name,
        style: results.length > 1 ? candidate : index,
        kind: 'line' as const,
        role: 'main' as const,
        x: points.map(({ x }) => x),
        y: points.map(({ y }) => y),
      }
    }),
  )
}

/** What a random order comes to. */
function chance(y: readonly number[]): FigureSeries {
  return { name: 'chance', style: 0, kind: 'line', role: 'reference', x: [0, 1], y }
}

/** The figures of one or several candidates. */
export function gainFigures(results: readonly Named<readonly ClassGain[]>[]): readonly Figure[] {
  return [
    figureOf(
      'gain',
      'Cumulative gain',
      'Share of the class found',
      [chance([0, 1]), ...series(results, ({ gain }) => gain)],
      1,
    ),
    figureOf('lift', 'Lift', 'Times better than chance', [chance([1, 1]), ...series(results, ({ lift }) => lift)]),
  ]
}
