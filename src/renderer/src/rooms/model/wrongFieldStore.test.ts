import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import { useWrongFieldStore } from './wrongFieldStore.ts'

const rate = { label: 'Rate', reason: 'Below 1.' }
const units = { label: 'Units', reason: 'At least 1.' }

describe('useWrongFieldStore', () => {
  beforeEach(() => setActivePinia(createPinia()))

  it('tells the field that was wrong first, as long as it is', () => {
    const store = useWrongFieldStore()
    expect(store.first).toBeUndefined()
    store.set('a', rate)
    store.set('b', units)
    expect(store.first).toEqual(rate)
    store.set('a')
    expect(store.first).toEqual(units)
    store.set('b')
    expect(store.first).toBeUndefined()
  })

  it('takes the newest reason of a field', () => {
    const store = useWrongFieldStore()
    store.set('a', rate)
    store.set('a', { label: 'Rate', reason: 'A number is needed here.' })
    expect(store.first?.reason).toBe('A number is needed here.')
  })
})
