import { describe, expect, it } from 'vitest'
import { moveInGrid } from './gridMoves.ts'

const SIZE = { rows: 208, columns: 61, page: 15 }
const press = (key: string, isControl = false) => moveInGrid({ row: 10, column: 5 }, { key, isControl }, SIZE)

describe('moveInGrid', () => {
  it('moves by cell, page and edge', () => {
    expect(press('ArrowDown')).toEqual({ row: 11, column: 5 })
    expect(press('PageDown')).toEqual({ row: 25, column: 5 })
    expect(press('End')).toEqual({ row: 10, column: 60 })
    expect(press('End', true)).toEqual({ row: 207, column: 60 })
    expect(press('ArrowLeft', true)).toEqual({ row: 10, column: 0 })
  })

  it('stays within the grid, whose head is above the first row', () => {
    expect(moveInGrid({ row: 0, column: 0 }, { key: 'ArrowUp', isControl: false }, SIZE)).toEqual({
      row: -1,
      column: 0,
    })
    expect(moveInGrid({ row: -1, column: 0 }, { key: 'ArrowUp', isControl: false }, SIZE)).toEqual({
      row: -1,
      column: 0,
    })
    expect(moveInGrid({ row: 207, column: 60 }, { key: 'PageDown', isControl: false }, SIZE)).toEqual({
      row: 207,
      column: 60,
    })
  })

  it('leaves other keys alone', () => {
    expect(press('a')).toBeNull()
    expect(press('toString')).toBeNull()
  })
})
