import { probabilityOf } from '../hardRows.ts'
import type { Check } from './check.ts'
import { rounded } from './check.ts'

/** Expected number of rows of a calibrated model that are named by chance. */
const FALSE_ROWS = 0.05
/** A model that is often wrong is no witness against labels. */
const FEWEST_RIGHT = 0.7
/** Of all rows: more than this are an overconfident model, not wrong labels. */
const MOST_SHARE = 0.02

/** Rows whose label the model denies beyond doubt. */
export const suspectLabels: Check = {
  code: 'HC017',
  severity: 'hint',
  title: 'Some rows may have a wrong label',
  detection:
    'A row’s own class has a mean held-out probability of less than 0.05 divided by the number of rows. At most 2 % of the rows, by a model that is right in at least 70 %.',
  reason: 'A wrong label teaches the wrong thing and counts as a mistake where the model is right.',
  advice: 'Look at these rows; correct the label or leave the row out.',
  find: ({ task, heldOut }) => {
    if (task === 'regression' || heldOut.fits.length === 0) return null
    const { width } = heldOut
    const tallies = new Map<number, { sum: number; of: number }>()
    for (const fit of heldOut.fits) {
      fit.rows.forEach((row, i) => {
        const tally = tallies.get(row) ?? { sum: 0, of: 0 }
        tally.sum += probabilityOf(fit.values, i, width, fit.truth[i])
        tally.of += 1
        tallies.set(row, tally)
      })
    }
    const means = [...tallies].map(([row, { sum, of }]) => ({ row, probability: sum / of }))
    const right = means.filter(({ probability }) => probability > 0.5).length / means.length
    const suspects = means.filter(({ probability }) => probability < FALSE_ROWS / means.length)
    if (suspects.length === 0 || right < FEWEST_RIGHT || suspects.length > Math.max(1, MOST_SHARE * means.length))
      return null
    suspects.sort((a, b) => a.probability - b.probability)
    return {
      evidence: { rows: suspects.length, first: suspects[0].row + 1, probability: rounded(suspects[0].probability) },
      action: { kind: 'rows', rows: suspects.map(({ row }) => row).slice(0, 1000) },
    }
  },
}
