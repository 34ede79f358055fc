import { describe, expect, it } from 'vitest'
import { crosshairAfter } from './crosshair.ts'

const at = (x?: number) => ({ min: 1, max: 300, step: 1, text: '', ...(x !== undefined && { x }) })

describe('crosshairAfter', () => {
  it('begins at the newest epoch and stays within the curve', () => {
    expect(crosshairAfter('ArrowLeft', at())).toBe(299)
    expect(crosshairAfter('ArrowRight', at(300))).toBe(300)
    expect(crosshairAfter('PageDown', at(5))).toBe(1)
    expect(crosshairAfter('Home', at(77))).toBe(1)
    expect(crosshairAfter('PageUp', at(77))).toBe(87)
  })

  it('is taken away by Escape, and other keys are none of its own', () => {
    expect(crosshairAfter('Escape', at(77))).toBeNull()
    expect(crosshairAfter('a', at(77))).toBeUndefined()
  })
})
