import type { Figure, FigureSeries } from '../../figures/figure.ts'
import { ANY_TASK } from '../diagnostic.ts'
import type { Diagnostic } from '../diagnostic.ts'
import type { Drawing, Named } from '../drawing.ts'
import { explainedFits } from '../explainedFits.ts'
import { partialDependence } from '../partialDependence.ts'
import type { DependenceCurve } from '../partialDependence.ts'
import { permutationImportance } from '../permutationImportance.ts'

/** What page and report both say. */
const TITLE_IN_CHINESE = '对列的依赖'
const HOW_IN_CHINESE = '所有留出行的该列取同一值时的平均预测；每折一条细线。平直：模型不随该列变化。'

/** How it is drawn. */
export const partialDependenceDrawing = {
  id: 'partialDependence',
  views: ['model'],
  figures: partialDependenceFigures,
  titles: { partialDependence: { zh: TITLE_IN_CHINESE } },
  inChinese: { 'Mean prediction': '平均预测值', 'held-out row': '留出行' },
  howToRead: {
    en: 'Mean prediction of the held-out rows when the column has one value in all of them; a thin line for each fold. Flat: the model does not follow the column.',
    zh: HOW_IN_CHINESE,
  },
} as const satisfies Drawing<'partialDependence', readonly DependenceCurve[]>

/** How predictions follow the foremost columns. */
export const partialDependenceRow: Diagnostic<'partialDependence', readonly DependenceCurve[]> = {
  id: 'partialDependence',
  tasks: ANY_TASK,
  needs: 'models',
  compute: (input) => {
    const fits = explainedFits(input)
    return partialDependence(fits, permutationImportance(fits), input.heldOut.classes)
  },
  missing: () => 'It is computed with the importance of columns.',
  drawing: partialDependenceDrawing,
  section: {
    title: 'Partial dependence',
    howToRead:
      'The mean prediction of the held-out rows when the column has one value in all of them; a thin line for each fold, or for single rows where they were asked for. Flat: the model does not follow the column. Lines that differ: the folds have learned different things. With correlated columns some of these rows could never occur.',
    inChinese: { title: TITLE_IN_CHINESE, howToRead: HOW_IN_CHINESE },
    tables: () => [],
  },
  json: (curves) => curves,
}

/** The figures of one candidate, a column each; of several the means of the first one's columns. */
export function partialDependenceFigures(results: readonly Named<readonly DependenceCurve[]>[]): readonly Figure[] {
  const [first] = results
  return first.result.map((curve) => {
    const all = results.flatMap(({ name, result }) => {
      const own = result.find((one) => one.name === curve.name)
      return own ? [{ name, result: own }] : []
    })
    return figureOf(curve, all)
  })
}

function figureOf({ name, grid, curves }: DependenceCurve, all: readonly Named<DependenceCurve>[]): Figure {
  const labels = grid.filter((value) => typeof value === 'string')
  const isLevels = labels.length > 0
  const x = isLevels ? labels.map((_, place) => place) : grid.map(Number)
  const isAlone = all.length === 1 && curves.length === 1
  const lines = all.flatMap(({ name: candidate, result }, at) =>
    result.curves.flatMap((curve, index): FigureSeries[] => [
      ...(isAlone && curve.individual
        ? curve.individual.map((y): FigureSeries => ({
            name: 'held-out row',
            style: 0,
            kind: 'line',
            role: 'thin',
            x,
            y,
          }))
        : []),
      ...(isAlone && !curve.individual
        ? curve.byFold.map(({ repeat, fold, y }): FigureSeries => ({
            name: `Repeat ${String(repeat + 1)}, fold ${String(fold + 1)}`,
            style: 0,
            kind: 'line',
            role: 'thin',
            x,
            y,
          }))
        : []),
      {
        name: curves.length > 1 ? `${candidate}: ${curve.label}` : candidate,
        style: all.length > 1 ? at : index,
        kind: 'line',
        role: 'main',
        x,
        y: curve.mean,
      },
    ]),
  )
  const ofClass = curves.length === 1 ? curves[0].label : ''
  return {
    id: 'partialDependence',
    title: `Dependence on a column, ${name}`,
    alt: `Mean prediction of held-out rows for values of ${name}`,
    x: { title: name, ...(isLevels && { low: -0.5, high: labels.length - 0.5, labels }) },
    y: { title: 'Mean prediction', ...(ofClass !== '' && { unit: ofClass }) },
    series: lines,
  }
}
