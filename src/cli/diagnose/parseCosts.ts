import { HoldoutError } from '../../core/errors.ts'
import type { CostTable } from '../../core/diagnostics/thresholdRules.ts'

/** The table behind `--costs`: true negative, false alarm, miss, true positive. @throws HoldoutError `usage/bad-value` */
export function parseCosts(text: string | undefined): (number[][] & CostTable) | undefined {
  if (text === undefined) return undefined
  const costs = text.split(',').map((part) => (part.trim() === '' ? NaN : Number(part)))
  if (costs.length === 4 && costs.every(Number.isFinite)) return [costs.slice(0, 2), costs.slice(2)]
  throw new HoldoutError('usage/bad-value', `--costs: expected four numbers, received ${JSON.stringify(text)}`, {
    hint: 'Give the costs of true negative, false alarm, miss, true positive, e.g. 0,1,5,0.',
  })
}
