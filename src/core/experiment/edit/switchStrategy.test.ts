import { describe, expect, it } from 'vitest'
import { parseExperiment } from '../file/parseExperiment.ts'
import { switchStrategy } from './switchStrategy.ts'
import { flatStrategies } from '../../split/validationFields.ts'
import { writeExperiment } from '../file/writeExperiment.ts'

const every = { strategy: 'stratified-k-fold', folds: 8, repeats: 3, shuffle: true, seed: 4 } as const

describe('switchStrategy', () => {
  it('keeps what the new strategy takes and leaves out what it does not', () => {
    expect(switchStrategy(every, 'k-fold')).toEqual({ ...every, strategy: 'k-fold' })
    expect(switchStrategy(every, 'leave-one-out')).toEqual({ strategy: 'leave-one-out', seed: 4 })
    expect(switchStrategy(every, 'holdout')).toEqual({ strategy: 'holdout', repeats: 3, seed: 4 })
  })

  it('asks for no repeats that would all be the same', () => {
    const { shuffle: _, ...unsaid } = every
    expect(switchStrategy(unsaid, 'stratified-group-k-fold')).toEqual({
      strategy: 'stratified-group-k-fold',
      folds: 8,
      seed: 4,
    })
  })

  it('nests the validation as the outer part, and takes it out again', () => {
    const nested = switchStrategy(every, 'nested')
    expect(nested).toEqual({ strategy: 'nested', outer: every })
    expect(switchStrategy(nested, 'nested')).toBe(nested)
    expect(switchStrategy(nested, 'k-fold')).toEqual({ ...every, strategy: 'k-fold' })
  })

  it('always comes to what the file may hold', () => {
    const columns = { who: { role: 'group' }, part: { role: 'split' } } as const
    for (const strategy of [...flatStrategies, 'nested'] as const) {
      const validation = switchStrategy(every, strategy)
      const file = { holdout: 1, name: 'x', dataset: { target: 'y', columns }, validation } as const
      const text = writeExperiment({ ...file, models: [{ name: 'a', layers: ['output'] }] })
      expect(parseExperiment(text).validation).toEqual(validation)
    }
  })
})
