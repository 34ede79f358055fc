import type { Figure } from '../../figures/figure.ts'
import type { Diagnostic, DiagnosticResults, Named } from '../diagnostic.ts'
import { operatingPoints } from '../operatingPoints.ts'

/** Scores that are drawn over the threshold. */
const DRAWN = [
  ['precision', 'precision'],
  ['recall', 'recall'],
  ['f1', 'F1'],
  ['accuracy', 'accuracy'],
] as const

/** Scores at every threshold, for the slider that moves them all. */
export const operatingPointsRow: Diagnostic<'operatingPoints'> = {
  id: 'operatingPoints',
  tasks: ['binary'],
  needs: 'predictions',
  compute: ({ heldOut, settings }) => operatingPoints(heldOut, [0.5, settings.threshold]),
  figures: operatingPointsFigures,
  section: {
    title: 'Scores at every threshold',
    howToRead: 'Where the lines cross, precision and recall are equal; further right fewer rows are called positive.',
    tables: () => [],
  },
}

/** The figures of one or several candidates. */
export function operatingPointsFigures(
  results: readonly Named<DiagnosticResults['operatingPoints']>[],
): readonly Figure[] {
  return results.slice(0, 1).map(({ result }) => ({
    id: 'operatingPoints',
    title: 'Scores at every threshold',
    alt: 'Precision, recall, F1 and accuracy of held-out rows at every threshold, mean of folds',
    x: { title: 'Threshold', low: 0, high: 1 },
    y: { title: 'Score, mean of folds', low: 0, high: 1 },
    series: DRAWN.map(([score, name], style) => ({
      name,
      style,
      kind: 'line',
      role: 'main',
      x: result.thresholds,
      y: result.scores[score].mean,
    })),
  }))
}
