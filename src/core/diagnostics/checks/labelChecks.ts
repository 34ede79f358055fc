import { DEFAULT_THRESHOLD } from '../decision.ts'
import { rowTallies } from '../rowTallies.ts'
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
    const { rows, of, probability } = rowTallies(heldOut, DEFAULT_THRESHOLD)
    const mean = (row: number): number => probability[row] / of[row]
    const right = rows.filter((row) => mean(row) > 0.5).length / rows.length
    const suspects = rows.filter((row) => mean(row) < FALSE_ROWS / rows.length).sort((a, b) => mean(a) - mean(b))
    if (suspects.length === 0 || right < FEWEST_RIGHT || suspects.length > Math.max(1, MOST_SHARE * rows.length))
      return null
    return {
      evidence: { rows: suspects.length, first: suspects[0] + 1, probability: rounded(mean(suspects[0])) },
      action: { kind: 'rows', rows: [...suspects.subarray(0, 1000)] },
    }
  },
}
