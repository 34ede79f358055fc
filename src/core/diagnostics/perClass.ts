import { classMeans } from './classMeans.ts'
import type { MeanOfClasses } from './classMeans.ts'
import { classScores } from '../metrics/confusionMatrix.ts'
import { countConfusion } from './confusionMatrix.ts'
import { predictedClasses } from './decision.ts'
import { pooledCounts } from './countsByThreshold.ts'
import { pooledFits, pooledRows } from './heldOut.ts'
import type { HeldOut } from './heldOut.ts'
import { averagePrecisionOf } from './precisionRecallCurve.ts'
import { rocArea } from './rocCurve.ts'
import { spreadOf } from './spread.ts'
import type { Spread } from './spread.ts'
import { thresholdCounts } from './thresholdCounts.ts'

/** Scores of one class against the rest, over all held-out rows of the first repeat, with their spread over folds. */
export interface ClassReport {
  readonly label: string
  /** Rows of the class. */
  readonly support: number
  readonly precision: number
  readonly recall: number
  readonly f1: number
  /** `null` where the class or all others do not occur. */
  readonly auc: number | null
  readonly averagePrecision: number | null
  readonly overFolds: { readonly precision: Spread; readonly recall: Spread; readonly f1: Spread }
}

/** Mean of the classes' scores. */
export type ClassMeans = MeanOfClasses & Pick<ClassReport, 'auc'>

/** Scores class by class, with their plain and their weighted mean. */
export interface PerClass {
  readonly classes: readonly ClassReport[]
  readonly macro: ClassMeans
  /** Weighted by the rows of each class. */
  readonly weighted: ClassMeans
  /** Mean area over all pairs of classes (one against one), for three classes or more. */
  readonly aucOneVersusOne?: number | null
}

/** Pairs of classes grow with the square: beyond this the mean over pairs is left out. */
const MOST_CLASSES_IN_PAIRS = 50

/** Scores of each class at a threshold (two classes) or by the likeliest class. */
export function perClass(heldOut: HeldOut, threshold: number): PerClass {
  const reports = classReports(heldOut, threshold)
  const rows = reports.reduce((sum, { support }) => sum + support, 0)
  return {
    classes: reports,
    macro: { ...classMeans(reports), auc: meanArea(reports, () => 1 / reports.length) },
    weighted: { ...classMeans(reports, true), auc: meanArea(reports, ({ support }) => support / rows) },
    ...(heldOut.task === 'multiclass' && { aucOneVersusOne: oneVersusOne(heldOut) }),
  }
}

function classReports(heldOut: HeldOut, threshold: number): readonly ClassReport[] {
  const { classes, width, fits } = heldOut
  const matrices = fits.map((fit) => countConfusion(fit.truth, predictedClasses(fit, width, threshold), classes.length))
  const folds = matrices.map(classScores)
  const pooled = matrices.slice(0, pooledFits(heldOut).length)
  return classScores(sumOfMatrices(pooled, classes.length)).map(({ support, precision, recall, f1 }, code) => {
    const counts = pooledCounts(heldOut, code)
    // A fold without a row of the class says nothing of its recall.
    const over = (name: 'precision' | 'recall' | 'f1'): Spread =>
      spreadOf(folds.map((fold) => (fold[code].support === 0 ? null : fold[code][name])))
    return {
      label: classes[code],
      support,
      precision,
      recall,
      f1,
      auc: rocArea(counts),
      averagePrecision: averagePrecisionOf(counts),
      overFolds: { precision: over('precision'), recall: over('recall'), f1: over('f1') },
    }
  })
}

function sumOfMatrices(matrices: readonly (readonly (readonly number[])[])[], classes: number): number[][] {
  const places = Array.from({ length: classes }, (_, code) => code)
  return places.map((truth) =>
    places.map((predicted) => matrices.reduce((sum, counts) => sum + counts[truth][predicted], 0)),
  )
}

function meanArea(reports: readonly ClassReport[], weight: (report: ClassReport) => number): number | null {
  if (reports.some(({ auc }) => auc === null)) return null
  return reports.reduce((sum, report) => sum + weight(report) * (report.auc ?? 0), 0)
}

/** Hand and Till's mean over pairs of classes (scikit-learn's `roc_auc_score` with `multi_class="ovo"`). */
function oneVersusOne(heldOut: HeldOut): number | null {
  const { classes, width } = heldOut
  const { truth, values } = pooledRows(heldOut)
  if (classes.length > MOST_CLASSES_IN_PAIRS) return null
  const areaOf = (positive: number, other: number): number | null => {
    const rows = [...truth.keys()].filter((row) => truth[row] === positive || truth[row] === other)
    const labels = rows.map((row) => (truth[row] === positive ? 1 : 0))
    return rocArea(
      thresholdCounts(
        labels,
        Float64Array.from(rows, (row) => values[row * width + positive]),
      ),
    )
  }
  const areas: (number | null)[] = []
  for (let a = 0; a < classes.length; a += 1)
    for (let b = a + 1; b < classes.length; b += 1) areas.push(mean([areaOf(a, b), areaOf(b, a)]))
  return mean(areas)
}

function mean(values: readonly (number | null)[]): number | null {
  const defined = values.filter((value) => value !== null)
  return defined.length < values.length ? null : defined.reduce((sum, value) => sum + value, 0) / defined.length
}
