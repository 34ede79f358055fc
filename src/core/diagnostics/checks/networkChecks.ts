import type { FitNetwork } from '../network.ts'
import type { Check } from './check.ts'
import { rounded } from './check.ts'

const MANY_DEAD = 0.2
const SELDOM = 0.001
const ALWAYS = 0.99

/** Units that never answer. */
export const deadUnits: Check = {
  code: 'HC018',
  severity: 'problem',
  title: 'Many units are never active',
  detection: 'In a layer with relu, more than 20 % of the units are 0 for all training rows, on average over folds.',
  reason: 'Their gradients are 0 too: they cannot come back, and the network is smaller than it looks.',
  advice: 'Use a smaller learning rate, leakyRelu or elu, or He initialization.',
  needs: 'network',
  find: ({ networks }) => {
    const shares = layerMeans(networks, ({ deadShare }) => deadShare)
    const worst = shares.reduce((a, b) => (b.value > a.value ? b : a), { layer: '', value: 0 })
    return worst.value <= MANY_DEAD ? null : { evidence: { layer: worst.layer, share: rounded(worst.value) } }
  },
}

/** A max-norm that no unit ever reaches, or that every unit sits at. */
export const idleMaxNorm: Check = {
  code: 'HC019',
  severity: 'hint',
  title: 'A max-norm constraint never acts, or holds every unit',
  detection:
    'After training none, or at least 99 %, of the units of a constrained layer stand at the bound, over all folds.',
  reason:
    'A bound that is never reached changes nothing; one that holds every unit may be what keeps the network from learning.',
  advice: 'Lower a bound that never acts; raise one that always does.',
  needs: 'network',
  find: ({ networks }) => {
    const shares = layerMeans(networks, ({ boundShare }) => boundShare)
    const found = shares.find(({ value }) => value <= SELDOM || value >= ALWAYS)
    return found ? { evidence: { layer: found.layer, share: rounded(found.value) } } : null
  },
}

function layerMeans(
  networks: readonly FitNetwork[] | undefined,
  share: (layer: FitNetwork['layers'][number]) => number | undefined,
): readonly { readonly layer: string; readonly value: number }[] {
  if (!networks || networks.length === 0) return []
  return networks[0].layers.flatMap(({ name }, index) => {
    const values = networks.flatMap(({ layers }) => {
      const value = share(layers[index])
      return value === undefined ? [] : [value]
    })
    return values.length === 0
      ? []
      : [{ layer: name, value: values.reduce((sum, one) => sum + one, 0) / values.length }]
  })
}
