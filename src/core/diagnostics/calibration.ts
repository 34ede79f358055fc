import { oneVersusRest, pooledRows } from './heldOut.ts'
import type { HeldOut } from './heldOut.ts'

/** How probabilities are put into bins: of equal width, or with equally many rows. */
export type Binning = 'uniform' | 'quantile'

/** Rows whose predicted probability lies in one bin (above `low`, up to `high`). */
export interface CalibrationBin {
  readonly low: number
  readonly high: number
  readonly count: number
  readonly meanPredicted: number
  readonly fractionOfPositives: number
}

/** How far probabilities can be taken at their word, for one class against the rest. */
export interface ClassCalibration {
  readonly label: string
  /** Bins that have rows. */
  readonly bins: readonly CalibrationBin[]
  readonly brier: number
  /** The Brier score in parts: `calibration + refinement + withinBins`. Calibration 0 is perfect. */
  readonly decomposition: { readonly calibration: number; readonly refinement: number; readonly withinBins: number }
  /** Mean distance of predicted and observed share over ten bins of equal width, by rows. */
  readonly expectedCalibrationError: number
}

/** Calibration over all held-out rows of the first repeat. */
export interface Calibration {
  readonly binning: Binning
  readonly classes: readonly ClassCalibration[]
}

/** Bins of the expected calibration error, whatever is drawn. */
const ERROR_BINS = 10

/** Calibration of the positive class, or of each class against the rest. */
export function calibration(heldOut: HeldOut, binning: Binning, bins: number): Calibration {
  const codes = heldOut.task === 'binary' ? [1] : heldOut.classes.map((_, code) => code)
  const pooled = pooledRows(heldOut)
  return {
    binning,
    classes: codes.map((code) => {
      const { labels, scores } = oneVersusRest(pooled, heldOut.width, code)
      return { label: heldOut.classes[code], ...classCalibration(labels, scores, binning, bins) }
    }),
  }
}

/** Calibration of probabilities of class 1. Labels are 0 or 1. */
export function classCalibration(
  labels: ArrayLike<number>,
  probabilities: Float64Array,
  binning: Binning,
  bins: number,
): Omit<ClassCalibration, 'label'> {
  const filled = calibrationBins(
    labels,
    probabilities,
    binning === 'uniform' ? uniformEdges(bins) : quantileEdges(probabilities, bins),
  )
  const brier = brierScore(labels, probabilities)
  const rows = labels.length
  const sum = (part: (bin: CalibrationBin) => number): number =>
    filled.reduce((total, bin) => total + (bin.count / rows) * part(bin), 0)
  const reliability = sum(({ meanPredicted, fractionOfPositives }) => (meanPredicted - fractionOfPositives) ** 2)
  const refinement = sum(({ fractionOfPositives }) => fractionOfPositives * (1 - fractionOfPositives))
  return {
    bins: filled,
    brier,
    decomposition: { calibration: reliability, refinement, withinBins: brier - reliability - refinement },
    expectedCalibrationError: calibrationBins(labels, probabilities, uniformEdges(ERROR_BINS)).reduce(
      (total, { count, meanPredicted, fractionOfPositives }) =>
        total + (count / rows) * Math.abs(fractionOfPositives - meanPredicted),
      0,
    ),
  }
}

/** Mean squared distance of probability and truth; with weights their weighted mean. */
export function brierScore(
  labels: ArrayLike<number>,
  probabilities: Float64Array,
  weights?: ArrayLike<number>,
): number {
  let total = 0
  let all = 0
  for (let row = 0; row < labels.length; row += 1) {
    const weight = weights ? weights[row] : 1
    total += weight * (probabilities[row] - labels[row]) ** 2
    all += weight
  }
  return total / all
}

/** Bins that have rows; a probability on an edge belongs to the bin below it (scikit-learn's `calibration_curve`). */
function calibrationBins(
  labels: ArrayLike<number>,
  probabilities: Float64Array,
  edges: readonly number[],
): readonly CalibrationBin[] {
  const bins = edges.length - 1
  const [predicted, observed, counts] = [0, 1, 2].map(() => new Float64Array(bins))
  for (let row = 0; row < labels.length; row += 1) {
    const bin = binOf(edges, probabilities[row])
    predicted[bin] += probabilities[row]
    observed[bin] += labels[row]
    counts[bin] += 1
  }
  return Array.from(counts).flatMap((count, bin) =>
    count === 0
      ? []
      : [
          {
            low: edges[bin],
            high: edges[bin + 1],
            count,
            meanPredicted: predicted[bin] / count,
            fractionOfPositives: observed[bin] / count,
          },
        ],
  )
}

function binOf(edges: readonly number[], probability: number): number {
  let bin = 0
  while (bin < edges.length - 2 && edges[bin + 1] < probability) bin += 1
  return bin
}

function uniformEdges(bins: number): number[] {
  return [...Array.from({ length: bins }, (_, i) => i * (1 / bins)), 1]
}

/** Edges with equally many rows between them: numpy's `percentile`, by linear interpolation. */
function quantileEdges(probabilities: Float64Array, bins: number): number[] {
  const sorted = Float64Array.from(probabilities).sort()
  return Array.from({ length: bins + 1 }, (_, i) => {
    const place = (i / bins) * (sorted.length - 1)
    const low = Math.floor(place)
    const share = place - low
    const [a, b] = [sorted[low], sorted[Math.min(low + 1, sorted.length - 1)]]
    return share >= 0.5 ? b - (b - a) * (1 - share) : a + (b - a) * share
  })
}
