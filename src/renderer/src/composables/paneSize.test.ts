import { describe, expect, it } from 'vitest'
import { boundedSize, sizeAfterKey } from './paneSize.ts'

const bounds = { usual: 300, least: 240, most: 600 }

describe('the size of a pane', () => {
  it('stays within its bounds', () => {
    expect([boundedSize(10, bounds), boundedSize(310.4, bounds), boundedSize(999, bounds)]).toEqual([240, 310, 600])
  })

  it('is changed by the keyboard', () => {
    expect(sizeAfterKey('ArrowLeft', 300, bounds)).toBe(316)
    expect(sizeAfterKey('ArrowDown', 300, bounds)).toBe(284)
    expect(sizeAfterKey('ArrowRight', 245, bounds)).toBe(240)
    expect([sizeAfterKey('Home', 300, bounds), sizeAfterKey('End', 300, bounds)]).toEqual([240, 600])
    expect([sizeAfterKey('Enter', 300, bounds), sizeAfterKey('x', 300, bounds)]).toEqual([null, undefined])
  })
})
