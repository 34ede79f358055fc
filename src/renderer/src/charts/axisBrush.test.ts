import { describe, expect, it } from 'vitest'
import { brushAfter, draggedTo, gripAt, unlessWhole } from './axisBrush.ts'
import type { Grip } from './axisBrush.ts'

const BRUSH = { from: 2, to: 6 }

describe('a drag along an axis', () => {
  const drag = (grip: Grip, start: number, at: number) => draggedTo({ grip, brush: BRUSH, start }, at, 10)

  it('takes the steps it went over, up or down', () => {
    expect(drag('new', 0.6, 3.4)).toEqual({ from: 1, to: 3 })
    expect(drag('new', 3.4, 0.6)).toEqual({ from: 1, to: 3 })
  })
  it('takes the nearest step where it went over none', () => {
    expect(drag('new', 3.2, 3.6)).toEqual({ from: 3, to: 3 })
    expect(drag('new', -0.9, -0.2)).toEqual({ from: 0, to: 0 })
  })
  it('ends with the axis', () => {
    expect(drag('new', 8.5, 14)).toEqual({ from: 9, to: 10 })
    expect(drag('new', 1.5, -3)).toEqual({ from: 0, to: 1 })
  })
  it('moves the end it holds, past the other too', () => {
    expect(drag('to', 6, 8.2)).toEqual({ from: 2, to: 8 })
    expect(drag('from', 2, 4)).toEqual({ from: 4, to: 6 })
    expect(drag('from', 2, 9)).toEqual({ from: 6, to: 9 })
  })
  it('moves a whole range as it is, to the ends of the axis', () => {
    expect(drag('whole', 4, 5.1)).toEqual({ from: 3, to: 7 })
    expect(drag('whole', 4, 20)).toEqual({ from: 6, to: 10 })
    expect(drag('whole', 4, -20)).toEqual({ from: 0, to: 4 })
  })
})

it('a press holds the end it is near, the range it is in, or begins another', () => {
  const grips = [1, 2.2, 4, 5.8, 7].map((at) => gripAt(BRUSH, at, 0.5))
  expect(grips).toEqual(['new', 'from', 'whole', 'to', 'new'])
  expect(gripAt(undefined, 4, 0.5)).toBe('new')
})

it('the whole axis is no range', () => {
  expect(unlessWhole({ from: 0, to: 4 }, 4)).toBeUndefined()
  expect(unlessWhole({ from: 0, to: 3 }, 4)).toEqual({ from: 0, to: 3 })
})

describe('keys', () => {
  const after = (key: string, end: 'from' | 'to', brush = BRUSH) => brushAfter(key, end, brush, 10)?.brush

  it('move the end that has the focus, as far as the other', () => {
    expect(after('ArrowUp', 'from')).toEqual({ from: 3, to: 6 })
    expect(after('ArrowDown', 'to')).toEqual({ from: 2, to: 5 })
    expect(after('End', 'from')).toEqual({ from: 6, to: 6 })
    expect(after('Home', 'to')).toEqual({ from: 2, to: 2 })
    expect(after('PageUp', 'to', { from: 2, to: 10 })).toEqual({ from: 2, to: 10 })
  })
  it('begin a range from the whole axis, and end it there', () => {
    expect(brushAfter('ArrowUp', 'from', undefined, 10)).toEqual({ brush: { from: 1, to: 10 } })
    expect(brushAfter('ArrowDown', 'from', { from: 1, to: 10 }, 10)).toEqual({ brush: undefined })
  })
  it('clear a range, and are left to others where there is none', () => {
    for (const key of ['Escape', 'Delete', 'Backspace']) {
      expect(brushAfter(key, 'to', BRUSH, 10)).toEqual({ brush: undefined })
      expect(brushAfter(key, 'to', undefined, 10)).toBeUndefined()
    }
    expect(brushAfter('Enter', 'to', BRUSH, 10)).toBeUndefined()
  })
})
