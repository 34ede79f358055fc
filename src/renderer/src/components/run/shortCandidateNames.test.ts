import { expect, test } from 'vitest'
import { shortCandidateNames } from './shortCandidateNames.ts'

const candidate = (model: string, rate?: number) => ({
  name: rate === undefined ? model : `${model} (rate ${rate})`,
  model,
  hyperparameters: (rate === undefined ? {} : { 'layers.1.rate': rate }) as Record<string, number>,
})

test('of a sweep of one model only what differs is named', () => {
  expect(shortCandidateNames([candidate('A', 0.1), candidate('A', 0.2)])).toEqual(['rate 0.1', 'rate 0.2'])
})

test('candidates of several models keep their names', () => {
  expect(shortCandidateNames([candidate('A', 0.1), candidate('B')])).toEqual(['A (rate 0.1)', 'B'])
  expect(shortCandidateNames([candidate('A')])).toEqual(['A'])
})
