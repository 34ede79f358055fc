import { expect, test } from 'vitest'
import { shortCandidateNames } from './shortCandidateNames.ts'

const candidate = (model: string, hyperparameters: Record<string, number> = {}) => ({
  name: [model, ...Object.values(hyperparameters)].join(' '),
  model,
  hyperparameters,
})

test('of a sweep of one model only what differs is named', () => {
  const swept = [0.1, 0.2].map((rate) => candidate('A', { 'layers.1.rate': rate, momentum: 0.9 }))
  expect(shortCandidateNames(swept)).toEqual(['rate 0.1', 'rate 0.2'])
})

test('candidates of several models, a single one and equal ones keep their names', () => {
  expect(shortCandidateNames([candidate('A', { rate: 0.1 }), candidate('B')])).toEqual(['A 0.1', 'B'])
  expect(shortCandidateNames([candidate('A', { rate: 0.1 })])).toEqual(['A 0.1'])
  expect(shortCandidateNames([candidate('A'), candidate('A')])).toEqual(['A', 'A'])
})
