import { describe, expect, it } from 'vitest'
import type { DenseLayer } from '../model/layers/dense.ts'
import type { Candidate } from '../model/modelSpec.ts'
import { chooseThreads, largestProduct } from './chooseThreads.ts'

function candidate(units: readonly number[], batchSize: number): Candidate {
  const layers = units.map((width, index) => ({ type: 'dense', name: `dense${index}`, units: width }) as DenseLayer)
  return { name: 'x', model: 'x', hyperparameters: {}, spec: { name: 'x', layers, training: { batchSize } } } as never
}

describe('chooseThreads', () => {
  it('gives small networks one thread per operation', () => {
    expect(chooseThreads([candidate([60, 30, 1], 16)], 60, 8)).toEqual({ intraOp: 1, interOp: 2 })
  })

  it('gives wide networks all cores for each operation', () => {
    expect(chooseThreads([candidate([512, 512, 10], 128)], 784, 8)).toEqual({ intraOp: 8, interOp: 1 })
  })

  it('never asks for more threads than there are cores', () => {
    expect(chooseThreads([candidate([60, 1], 16)], 60, 1)).toEqual({ intraOp: 1, interOp: 1 })
  })

  it('takes the product of the widest layer', () => {
    expect(largestProduct(candidate([4, 100, 2], 10), 8)).toBe(10 * 4 * 100)
  })
})
