import { pick, thinPath } from '../figures/thinPath.ts'
import { pooledCounts } from './countsByThreshold.ts'
import type { HeldOut } from './heldOut.ts'
import { sharesFromZero } from './rocCurve.ts'

/** Cumulative gain and lift of one class, over all held-out rows of the first repeat, likeliest rows first. */
export interface ClassGain {
  readonly label: string
  /** Share of all rows that are called positive. */
  readonly share: readonly number[]
  /** Share of the rows of the class that are among them. */
  readonly gain: readonly number[]
  /** How many times more of them than among as many rows at random; `null` where none is called. */
  readonly lift: readonly (number | null)[]
}

/** Gain and lift of the positive class, or of each class against the rest; classes without a row are left out. */
export function gainCurves(heldOut: HeldOut): readonly ClassGain[] {
  const codes = heldOut.task === 'binary' ? [1] : heldOut.classes.map((_, code) => code)
  return codes.flatMap((code) => {
    const { truePositives, falsePositives, positives, negatives } = pooledCounts(heldOut, code)
    if (positives === 0) return []
    const called = truePositives.map((count, i) => count + falsePositives[i])
    const share = sharesFromZero(called, positives + negatives)
    const gain = sharesFromZero(truePositives, positives)
    const kept = thinPath(share, gain)
    return [
      {
        label: heldOut.classes[code],
        share: pick(share, kept),
        gain: pick(gain, kept),
        lift: Array.from(kept, (place) => (share[place] === 0 ? null : gain[place] / share[place])),
      },
    ]
  })
}
