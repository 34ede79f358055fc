import { HoldoutError } from '../../core/errors.ts'

/**
 * The table behind `--costs`, row by row of the truth: of two classes true negative, false alarm, miss, true positive.
 * @throws HoldoutError `usage/bad-value`
 */
export function parseCosts(text: string | undefined, classes: readonly string[]): number[][] | undefined {
  if (text === undefined) return undefined
  const count = classes.length
  const costs = text.split(',').map((part) => (part.trim() === '' ? NaN : Number(part)))
  if (count > 0 && costs.length === count ** 2 && costs.every(Number.isFinite))
    return classes.map((_, truth) => costs.slice(truth * count, (truth + 1) * count))
  if (count === 0)
    throw new HoldoutError('usage/bad-value', '--costs needs a task with classes; this run is a regression.', {
      hint: 'Leave --costs out, or choose a run with classes.',
    })
  throw new HoldoutError(
    'usage/bad-value',
    `--costs: expected ${String(count ** 2)} numbers for ${String(count)} classes, received ${JSON.stringify(text)}`,
    {
      hint:
        count === 2
          ? 'Give the costs of true negative, false alarm, miss, true positive, e.g. 0,1,5,0.'
          : `Give the costs row by row: for each true class those of predicting ${classes.slice(0, 3).join(', ')}${count > 3 ? ', …' : ''}.`,
    },
  )
}
