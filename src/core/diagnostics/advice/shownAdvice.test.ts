import { expect, it } from 'vitest'
import type { Advice } from './adviseModel.ts'
import { shownAdvice } from './shownAdvice.ts'

const rateLow = (index: number): Advice => {
  const at = ['layers', index, 'rate']
  return { code: 'coach/rate-low', at, parameters: {}, patch: [{ at, value: 0.5 }] }
}
const isSweep = (value: unknown) => typeof value === 'object' && value !== null && 'sweep' in value
const layers = (...rates: unknown[]) => ({ layers: rates.map((rate) => ({ type: 'dropout', rate })) })

it('says each thing once', () => {
  expect(shownAdvice([rateLow(0), rateLow(1)], layers(0.1, 0.1), isSweep)).toEqual([rateLow(0)])
})

it('does not complain about values inside a deliberate sweep', () => {
  expect(shownAdvice([rateLow(0)], layers({ sweep: [0, 0.1, 0.2] }), isSweep)).toEqual([])
  expect(shownAdvice([rateLow(0), rateLow(1)], layers({ sweep: [0, 0.1] }, 0.1), isSweep)).toEqual([rateLow(1)])
})
