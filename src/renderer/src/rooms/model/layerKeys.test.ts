import { describe, expect, it } from 'vitest'
import { LayerKeys } from './layerKeys.ts'

const dense = (units: number) => ({ type: 'dense', units }) as const

describe('LayerKeys', () => {
  it('stay with layers that are moved, added and removed', () => {
    const keys = new LayerKeys()
    const [a, b, c] = [dense(1), dense(2), dense(3)]
    const [keyA, keyB, keyC] = keys.of([a, b, c])
    expect(keys.of([b, a, c])).toEqual([keyB, keyA, keyC])
    const [, , , keyD] = keys.of([b, a, c, dense(4)])
    expect([keyA, keyB, keyC]).not.toContain(keyD)
    expect(keys.of([a, c])).toEqual([keyA, keyC])
  })

  it('stay with a layer that is edited where it is', () => {
    const keys = new LayerKeys()
    const [a, b] = [dense(1), dense(2)]
    const before = keys.of([a, b, 'output'])
    expect(keys.of([a, dense(20), 'output'])).toEqual(before)
    expect(keys.of([{ ...a, name: 'x' }, dense(21), { type: 'output' }])).toEqual(before)
  })

  it('are never given twice', () => {
    const keys = new LayerKeys()
    const [a, b] = [dense(1), dense(2)]
    keys.of([a, b])
    const now = keys.of([b, dense(3)])
    expect(new Set(now).size).toBe(2)
  })
})
