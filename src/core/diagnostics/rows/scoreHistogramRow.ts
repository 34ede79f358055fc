import type { Figure } from '../../figures/figure.ts'
import { CLASSES } from '../diagnostic.ts'
import type { Diagnostic, DiagnosticResults, Named } from '../diagnostic.ts'
import { scoreHistograms } from '../scoreHistogram.ts'

const BINS = 20

/** Predicted probabilities by truth. */
export const scoreHistogramRow: Diagnostic<'scoreHistogram'> = {
  id: 'scoreHistogram',
  tasks: CLASSES,
  needs: 'predictions',
  compute: ({ heldOut }) => scoreHistograms(heldOut, BINS),
  figures: scoreHistogramFigures,
  section: {
    title: 'Scores by class',
    howToRead:
      'The less the two heaps overlap, the better the classes are distinguished. A heap in the middle is doubt.',
    tables: () => [],
  },
}

function middles(bins: number): number[] {
  return Array.from({ length: bins }, (_, i) => (i + 0.5) / bins)
}

/** The figures of one or several candidates. */
export function scoreHistogramFigures(
  results: readonly Named<DiagnosticResults['scoreHistogram']>[],
): readonly Figure[] {
  return results.flatMap(({ name, result }) =>
    result.classes.slice(0, 6).map(({ label, own, others }) => ({
      id: 'scoreHistogram',
      title: `Scores of ${label}, ${name}`,
      alt: `How the predicted probability of ${label} is spread among rows of ${label} and among all others`,
      x: { title: `P(${label})`, low: 0, high: 1 },
      y: { title: 'Rows' },
      series: [
        { name: label, style: 0, kind: 'bars', role: 'main', x: middles(result.bins), y: own },
        { name: `not ${label}`, style: 1, kind: 'bars', role: 'main', x: middles(result.bins), y: others },
      ],
    })),
  )
}
