import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { readExperiment } from '../experiment/file/parseExperiment.ts'
import { resolveExperiment } from '../experiment/resolve/resolveExperiment.ts'
import { runPlan } from './runPlan.ts'

const FACTS = {
  task: 'binary',
  features: 60,
  width: 60,
  classes: ['M', 'R'],
  classCounts: [111, 97],
  rows: 208,
} as const
function planOf(text: string, rows = 208) {
  const { file, locate } = readExperiment(text)
  return runPlan(resolveExperiment(file, FACTS, locate), rows)
}
const example = (name: string) =>
  readFileSync(new URL(`../../../resources/examples/${name}.yaml`, import.meta.url), 'utf8')

it('plans the fits and steps of the exercise: 3 networks, 10 folds, 300 epochs of 12 steps', () => {
  expect(planOf(example('sonar-dropout'))).toEqual({ candidates: 3, fits: 30, steps: 30 * 300 * 12 })
})

it('counts every candidate of a sweep', () => {
  expect(planOf(example('sonar-dropout-sweep'))).toMatchObject({ candidates: 20, fits: 200 })
})

it('counts repeats, and the inner folds of a nested validation', () => {
  const text = example('sonar-dropout')
  const repeated = text.replace(/^validation:.*$/m, 'validation: { strategy: stratified-k-fold, folds: 5, repeats: 4 }')
  expect(planOf(repeated).fits).toBe(3 * 20)
  const nested = text.replace(
    /^validation:.*$/m,
    'validation: { strategy: nested, outer: { strategy: stratified-k-fold, folds: 5 }, inner: { strategy: stratified-k-fold, folds: 3 } }',
  )
  expect(planOf(nested).fits).toBe(3 * (5 + 5 * 3))
})
