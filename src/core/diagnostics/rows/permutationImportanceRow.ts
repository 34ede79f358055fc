import type { Figure } from '../../figures/figure.ts'
import { numberText, spreadText } from '../../figures/numberText.ts'
import { metricNamed } from '../../metrics/metrics.ts'
import { TOGETHER_ABOVE } from '../columnGroups.ts'
import { correlatedPairs } from '../correlatedPairs.ts'
import { ANY_TASK } from '../diagnostic.ts'
import type { Diagnostic } from '../diagnostic.ts'
import type { Drawing, Named } from '../drawing.ts'
import { explainedFits } from '../explainedFits.ts'
import { permutationImportance } from '../permutationImportance.ts'
import type { PermutationImportance } from '../permutationImportance.ts'

const LISTED = 30
const DRAWN = 15

/** `correlated`: pairs of highly correlated columns that were not shuffled together. */
type ImportanceOfColumns = PermutationImportance & { readonly correlated: number }

/** What page and report both say. */
const TITLE_IN_CHINESE = '列的重要性'
const HOW_IN_CHINESE =
  '在一折的留出行中打乱某列后得分变差的程度：各折均值 ± 标准差。接近零：模型不需要该列。含义相同的列共享同一作用。'

/** How it is drawn. */
export const importanceDrawing = {
  id: 'permutationImportance',
  views: ['model'],
  figures: importanceFigures,
  titles: { permutationImportance: { zh: TITLE_IN_CHINESE } },
  inChinese: { 'Loss of score when shuffled': '打乱后得分的下降', Column: '列' },
  howToRead: {
    en: 'How much worse the held-out score gets when a column is shuffled in a fold: mean ± SD over folds. Near zero: the model does without it. Columns that say the same share one effect.',
    zh: HOW_IN_CHINESE,
  },
} as const satisfies Drawing<'permutationImportance', ImportanceOfColumns>

/** What each column is worth to the model. */
export const permutationImportanceRow: Diagnostic<'permutationImportance', ImportanceOfColumns> = {
  id: 'permutationImportance',
  tasks: ANY_TASK,
  needs: 'models',
  compute: (input) => {
    const found = permutationImportance(explainedFits(input))
    if (!found) return undefined
    const pairs = input.table ? correlatedPairs(input.table, TOGETHER_ABOVE) : []
    const apart = pairs.filter(
      ({ a, b }) => !found.columns.some(({ columns }) => [a, b].every((c) => columns.includes(c))),
    )
    return { ...found, correlated: apart.length }
  },
  missing: ({ heldOut: { fits } }) =>
    fits.every(({ rows }) => rows.length < 2)
      ? 'A single row is held out in each fold: shuffling a column among one row changes nothing.'
      : 'It was not computed with the run. Use `importance` in the experiment, or holdout diagnose RUN --importance, which trains the folds again.',
  drawing: importanceDrawing,
  section: {
    title: 'Importance of columns',
    howToRead:
      'How much worse the held-out score gets when a column is shuffled among the held-out rows of a fold: mean and standard deviation over folds. Near zero: the model does without it. Columns that say the same share one effect.',
    inChinese: { title: TITLE_IN_CHINESE, howToRead: HOW_IN_CHINESE },
    tables: ({ columns, metric, loss }) => [
      {
        head: ['column', `${titleOf(metric)} gets worse by`, `${titleOf(loss)} rises by`],
        rows: columns
          .slice(0, LISTED)
          .map(({ name, mean, std, lossMean, lossStd }) => [
            name,
            spreadText({ mean, std }),
            spreadText({ mean: lossMean, std: lossStd }),
          ]),
      },
    ],
    notes: ({ columns, shuffles, correlated }) => [
      `Each column was shuffled ${numberText(shuffles)} times in each fold.`,
      ...(columns.length > LISTED ? [`${numberText(columns.length)} columns in all.`] : []),
      ...(correlated > 0
        ? [
            `${numberText(correlated)} pairs of columns have a rank correlation beyond ±${String(TOGETHER_ABOVE)}: shuffled alone, each looks less important than they are together. Use \`importance: { correlated: together }\`.`,
          ]
        : []),
    ],
  },
  json: ({ metric, loss, shuffles, columns }) => ({ metric, loss, shuffles, columns }),
}

function titleOf(metric: string): string {
  return metricNamed(metric)?.title ?? metric
}

/** The figures of one or several candidates: the columns that are foremost for the first. */
export function importanceFigures(results: readonly Named<ImportanceOfColumns>[]): readonly Figure[] {
  const [first] = results
  const { metric, columns } = first.result
  const names = columns.slice(0, DRAWN).map(({ name }) => name)
  const series = results.flatMap(({ name, result }, style) => {
    const points = names.flatMap((column, place) => {
      const own = result.columns.find((one) => one.name === column)
      if (result.metric !== metric || typeof own?.mean !== 'number') return []
      const gap = results.length > 1 ? 0.22 * (style - (results.length - 1) / 2) : 0
      return [{ x: own.mean, y: names.length - 1 - place - gap, std: own.std ?? 0 }]
    })
    return {
      name,
      style,
      kind: 'points' as const,
      role: 'main' as const,
      x: points.map(({ x }) => x),
      y: points.map(({ y }) => y),
      low: points.map(({ x, std }) => x - std),
      high: points.map(({ x, std }) => x + std),
    }
  })
  return [
    {
      id: 'permutationImportance',
      title: 'Importance of columns',
      alt: `How much worse ${titleOf(metric)} gets when a column is shuffled, mean and standard deviation over folds, for ${results.map(({ name }) => name).join(', ')}`,
      x: { title: 'Loss of score when shuffled', unit: titleOf(metric), ...endsOf(series) },
      y: { title: 'Column', low: -0.5, high: names.length - 0.5, labels: names.toReversed() },
      series,
      marks: [{ at: 0, axis: 'x', label: '' }],
    },
  ]
}

/** Both ends of the axis: zero, and every whisker with a little room. */
function endsOf(series: readonly { readonly low: readonly number[]; readonly high: readonly number[] }[]) {
  const ends = [0, ...series.flatMap(({ low, high }) => [...low, ...high])]
  const [least, most] = [Math.min(...ends), Math.max(...ends)]
  const room = 0.04 * (most - least || 1)
  return { low: least - room, high: most + room }
}
