import { describe, expect, it } from 'vitest'
import { completeModel } from '../experiment/resolve/completeModel.ts'
import { memoryProblem } from './memoryProblem.ts'
import type { ModelSpec } from './modelSpec.ts'

function spec(optimizer: 'adam' | 'sgd', units: number): ModelSpec {
  const layers = [{ type: 'dense' as const, units }, { type: 'dense' as const, units }, 'output' as const]
  return completeModel({ name: 'A', layers, optimizer }, 'A', { task: 'regression', classes: [] })
}

describe('memoryProblem', () => {
  it('says how much a model takes, how much there is, and which layer is to blame', () => {
    const problem = memoryProblem(spec('adam', 65536), 2, 24e9)
    expect(problem).toEqual({
      code: 'model/too-large',
      at: ['layers'],
      message:
        'training 4,295,294,977 parameters takes at least 137.4 GB of memory: expected at most 24.0 GB, all that this machine has',
      hint: 'Use fewer units; the layer dense2 has most of the parameters.',
    })
  })

  it('knows what an optimizer keeps: the gradients, and all else twice', () => {
    const parameters = 3 * 1000 + 1001 * 1000 + 1001
    for (const [optimizer, numbers] of [
      ['sgd', 4],
      ['adam', 8],
    ] as const) {
      const bytes = 4 * numbers * parameters
      expect(memoryProblem(spec(optimizer, 1000), 2, bytes)).toBeUndefined()
      expect(memoryProblem(spec(optimizer, 1000), 2, bytes - 1)).toMatchObject({ code: 'model/too-large' })
    }
  })
})
