/**
 * Simulates what choosing the best of several candidates does to its score: candidates that are right on each row by a
 * known chance are cross-validated, the best is chosen, and three estimates of it are compared with the truth.
 */
import { allSteps } from '../../src/core/allSteps.ts'
import { KeyedStream, keyOf } from '../../src/core/random/keyedStream.ts'
import { bootstrapCorrection } from '../../src/core/statistics/bootstrapCorrection.ts'
import { mean, sampleStd } from '../../src/core/statistics/descriptive.ts'
import { tibshiraniCorrection } from '../../src/core/statistics/tibshiraniCorrection.ts'
import type { Measurement } from '../measurement.ts'

interface Setting {
  readonly name: string
  readonly candidates: number
  readonly rows: number
  readonly folds: number
  /** True accuracy of a candidate. */
  readonly truth: (candidate: number) => number
}

const SIMULATIONS = 300
const SAMPLES = 100
const SETTINGS: readonly Setting[] = [
  { name: '20 equal candidates, 60 rows', candidates: 20, rows: 60, folds: 10, truth: () => 0.7 },
  { name: '20 equal candidates, 208 rows', candidates: 20, rows: 208, folds: 10, truth: () => 0.85 },
  {
    name: '20 candidates from 60 to 79 %, 208 rows',
    candidates: 20,
    rows: 208,
    folds: 10,
    truth: (c) => 0.6 + 0.01 * c,
  },
  { name: '100 guessing candidates, 60 rows', candidates: 100, rows: 60, folds: 10, truth: () => 0.5 },
]

/** Bias of the three estimates in points of accuracy, each with its standard error. */
export function measureOptimism(): Promise<Measurement[]> {
  return Promise.resolve(SETTINGS.map(measure))
}

function measure(setting: Setting): Measurement {
  const begun = performance.now()
  const errors = Array.from({ length: SIMULATIONS }, (_, simulation) => simulate(setting, simulation))
  const points = (pick: (error: Errors) => number) => {
    const values = errors.map((error) => 100 * pick(error))
    return [mean(values), sampleStd(values) / Math.sqrt(SIMULATIONS)] as const
  }
  const [naive, naiveError] = points(({ naive: value }) => value)
  const [tibshirani, tibshiraniError] = points(({ tibshirani: value }) => value)
  const [bootstrap, bootstrapError] = points(({ bootstrap: value }) => value)
  return {
    name: `optimism: ${setting.name}`,
    seconds: (performance.now() - begun) / 1000,
    notes: { naive, '±': naiveError, tibshirani, '± ': tibshiraniError, bootstrap, '±  ': bootstrapError },
  }
}

/** Estimate minus the truth of the candidate that was chosen. */
interface Errors {
  readonly naive: number
  readonly tibshirani: number
  readonly bootstrap: number
}

function simulate({ candidates, rows, folds, truth }: Setting, simulation: number): Errors {
  const random = new KeyedStream(keyOf(11, 'rows', simulation))
  const right = Array.from({ length: candidates }, (_, candidate) =>
    Uint8Array.from({ length: rows }, () => (random.nextDouble() < truth(candidate) ? 1 : 0)),
  )
  const scores = right.map((one) =>
    Array.from({ length: folds }, (_, fold) => mean([...one].filter((__, row) => row % folds === fold))),
  )
  const correction = tibshiraniCorrection(scores, true)
  const chosen = truth(correction?.winner ?? 0)
  const score = (candidate: number, picked: Int32Array) => {
    let sum = 0
    for (const row of picked) sum += right[candidate][row]
    return sum / picked.length
  }
  const source = new KeyedStream(keyOf(12, 'samples', simulation))
  const found = allSteps(bootstrapCorrection({ candidates, rows, score, isGreaterBetter: true }, SAMPLES, source))
  return {
    naive: (correction?.naive ?? NaN) - chosen,
    tibshirani: (correction?.corrected ?? NaN) - chosen,
    bootstrap: (found?.corrected ?? NaN) - chosen,
  }
}
