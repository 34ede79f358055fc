import { layerRow } from '../../model/layerCatalogue.ts'
import type { Layer } from '../../model/modelSpec.ts'
import { mean, sampleStd } from '../../statistics/descriptive.ts'
import type { Check, CheckInput, Sibling } from './check.ts'
import { rounded } from './check.ts'

const FEWEST_VALUES = 3
const SMALL_EFFECT = 0.01
const FEWEST_FOLDS = 5

/** The best setting lies at the end of what was tried. */
export const edgeOfSweep: Check = {
  code: 'HC014',
  severity: 'hint',
  title: 'The best candidate lies at the edge of its sweep',
  detection:
    'The candidate has the best mean of its model’s sweep, and a swept number with at least three values stands at its smallest or largest.',
  reason: 'The best value may lie beyond: the sweep has not shown where the score falls again.',
  advice: 'Sweep further in that direction.',
  find: ({ siblings, position, ranking }) => {
    const own = siblings[position]
    const sweep = siblings.filter(({ model }) => model === own.model)
    if (own.mean === null || sweep.length < FEWEST_VALUES || !isBest(own, sweep, ranking.isGreaterBetter)) return null
    const edges = Object.entries(own.hyperparameters).flatMap(([name, value]) => {
      const values = [...new Set(sweep.map(({ hyperparameters }) => hyperparameters[name]))]
      if (typeof value !== 'number' || values.length < FEWEST_VALUES || !values.every((one) => typeof one === 'number'))
        return []
      const [low, high] = [Math.min(...values), Math.max(...values)]
      // A rate of 0 has nothing below it.
      return value === high || (value === low && low > 0) ? [{ name, value, low, high }] : []
    })
    return edges.length === 0
      ? null
      : {
          evidence: {
            hyperparameter: edges[0].name,
            value: edges[0].value,
            smallest: edges[0].low,
            largest: edges[0].high,
          },
        }
  },
}

function isBest(own: Sibling, sweep: readonly Sibling[], isGreaterBetter: boolean): boolean {
  const best = own.mean ?? 0
  return sweep.every(({ mean: other }) => other === null || other === best || other < best === isGreaterBetter)
}

/** Dropout that changes nothing measurable. */
export const idleDropout: Check = {
  code: 'HC015',
  severity: 'hint',
  title: 'Dropout makes no measurable difference',
  detection:
    'The run also has this network without its dropout layers; over the same folds their scores differ by less than 0.01 (of an unbounded metric: 1 %) and by less than two standard errors. At least five folds.',
  reason: 'What costs training time and does not help can be left out, or the rate is too small to matter.',
  advice: 'Try a larger rate with more units, or leave dropout out.',
  find: (input) => {
    const plain = withoutDropout(input)
    if (!plain) return null
    const own = input.siblings[input.position]
    const pairs = own.folds.flatMap((score, i) => {
      const other = plain.folds.at(i) ?? null
      return score === null || other === null ? [] : [{ score, other }]
    })
    if (pairs.length < FEWEST_FOLDS) return null
    const differences = pairs.map(({ score, other }) => score - other)
    const difference = mean(differences)
    const scale = input.ranking.isFraction ? 1 : Math.max(1e-12, Math.abs(mean(pairs.map(({ other }) => other))))
    const error = sampleStd(differences) / Math.sqrt(pairs.length)
    if (Math.abs(difference) >= SMALL_EFFECT * scale || Math.abs(difference) >= 2 * error) return null
    return { evidence: { without: plain.name, difference: rounded(difference), standardError: rounded(error) } }
  },
}

function withoutDropout({ candidate, siblings, position }: CheckInput): Sibling | undefined {
  const isDropout = ({ type }: Layer): boolean => layerRow(type).drops === true
  if (!candidate.spec.layers.some(isDropout)) return undefined
  const shape = (layers: readonly Layer[]): string =>
    JSON.stringify(
      layers.map((layer) => [
        layer.type,
        'units' in layer ? layer.units : null,
        'activation' in layer ? layer.activation : null,
      ]),
    )
  const wanted = shape(candidate.spec.layers.filter((layer) => !isDropout(layer)))
  return siblings.find(
    ({ spec }, index) => index !== position && !spec.layers.some(isDropout) && shape(spec.layers) === wanted,
  )
}

/** Nothing was chosen. */
export const untouchedDefaults: Check = {
  code: 'HC016',
  severity: 'hint',
  title: 'All settings are the defaults',
  detection: 'The experiment file sets nothing of how rows are prepared or models are trained.',
  reason: 'Defaults are a beginning: no number of epochs or learning rate suits every data set.',
  advice: 'Sweep the learning rate and the number of units; see whether the loss has settled.',
  find: ({ isUntouched, candidate: { spec } }) =>
    isUntouched
      ? {
          evidence: {
            epochs: spec.training.epochs,
            optimizer: spec.training.optimizer.type,
            learningRate: spec.training.optimizer.learningRate,
          },
        }
      : null,
}
