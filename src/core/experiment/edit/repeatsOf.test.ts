import { describe, expect, it } from 'vitest'
import { repeatsOf } from './repeatsOf.ts'

describe('repeatsOf', () => {
  it('is one unless given', () => {
    expect(repeatsOf()).toEqual({ repeats: 1, canRepeat: true })
    expect(repeatsOf({ strategy: 'stratified-k-fold', repeats: 5 })).toEqual({ repeats: 5, canRepeat: true })
  })

  it('is that of the outer part where strategies are nested', () => {
    expect(repeatsOf({ strategy: 'nested', outer: { repeats: 3 }, inner: { repeats: 7 } }).repeats).toBe(3)
    expect(repeatsOf({ strategy: 'nested' })).toEqual({ repeats: 1, canRepeat: true })
  })

  it('cannot grow where every repeat would be the same', () => {
    for (const strategy of ['leave-one-out', 'time-series'] as const)
      expect(repeatsOf({ strategy }).canRepeat).toBe(false)
  })
})
