import { mean } from '../../statistics/descriptive.ts'
import type { LayerReport } from '../explanation.ts'
import type { Check, CheckInput } from './check.ts'
import { rounded } from './check.ts'

const DEAD = 0.25
/** Share of the bound below which no norm comes near it. */
const FAR = 0.9
const ALWAYS = 0.95

/** Units that add nothing. */
export const deadUnits: Check = {
  code: 'HC018',
  severity: 'hint',
  title: 'Many units of a layer never change',
  detection:
    'In a hidden layer the output of at least a quarter of the units, and of at least two, is the same for every training row, on average over folds.',
  reason:
    'Such units, as rectified ones that are always 0, have no gradient and cannot come back: the network is smaller than it is said to be.',
  advice:
    'Use a smaller learning rate, another activation such as leakyRelu or elu, another initializer, or fewer units.',
  find: (input) => {
    const worst = layersOf(input)
      .flatMap((layers) => {
        const { name, units, idle } = layers[0]
        if (idle === undefined) return []
        const count = mean(layers.map((layer) => layer.idle ?? 0))
        return count >= 2 && count >= DEAD * units ? [{ name, units, share: count / units }] : []
      })
      .toSorted((a, b) => b.share - a.share)
      .at(0)
    return worst ? { evidence: { layer: worst.name, units: worst.units, share: rounded(worst.share) } } : null
  },
}

/** A max-norm constraint that does nothing, or everything. */
export const idleMaxNorm: Check = {
  code: 'HC019',
  severity: 'hint',
  title: 'A max-norm constraint never acts, or always',
  detection:
    'After training, in every fold, the largest norm of a layer with a max-norm constraint is below 90 % of its bound; or, on average over folds, at least 95 % of its norms are at the bound.',
  reason:
    'A bound that no norm comes near changes nothing. A bound that holds every norm sets the size of the weights by itself, and may be too tight to learn.',
  advice: 'Lower a bound that never acts, or leave it out; raise one that always acts; or sweep it.',
  find: (input) => {
    for (const layers of layersOf(input)) {
      const { name, limit, norm, units } = layers[0]
      if (!limit || !norm) continue
      const largest = Math.max(...layers.map((layer) => layer.norm?.max ?? 0))
      const share = mean(layers.map((layer) => (layer.limit?.units ?? 0) / units))
      const isNever = largest < FAR * limit.maxValue && share === 0
      if (!isNever && share < ALWAYS) continue
      return {
        evidence: {
          layer: name,
          acts: isNever ? 'never' : 'always',
          bound: limit.maxValue,
          largest: rounded(largest),
          share: rounded(share),
        },
      }
    }
    return null
  },
}

/** The reports of each layer, one per fold. */
function layersOf({ fits }: CheckInput): readonly (readonly LayerReport[])[] {
  const known = fits.flatMap(({ isDiverged, explanation }) => (isDiverged ? [] : [explanation?.layers ?? []]))
  const some = known.filter((layers) => layers.length > 0)
  return (some.at(0) ?? []).map((_, place) => some.flatMap((layers) => layers.at(place) ?? []))
}
