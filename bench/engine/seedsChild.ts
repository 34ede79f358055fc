/** Mean accuracies of the exercise's three networks over ten seeds (splits, weights, order and noise); prints JSON. */
import { openForTraining } from '../../src/trainer/backend/openBackend.ts'
import { runTestJob } from '../../src/trainer/testing/testJob.ts'
import { CASES } from './cases.ts'

const SEEDS = 10

const names = ['baseline', 'visible', 'hidden']
const backend = await openForTraining({ ...CASES['baseline']().job, backend: 'auto' })
const start = performance.now()
const accuracies: Record<string, number[]> = {}
for (const name of names) {
  const { table, job } = CASES[name]()
  accuracies[name] = []
  for (let seed = 1; seed <= SEEDS; seed++) {
    const { finished } = await runTestJob({ ...job, seed }, table, backend)
    accuracies[name].push(finished.reduce((sum, { scores }) => sum + (scores['accuracy'] ?? 0), 0) / finished.length)
  }
}
process.stdout.write(JSON.stringify({ name: 'seeds', seconds: (performance.now() - start) / 1000, accuracies }))
