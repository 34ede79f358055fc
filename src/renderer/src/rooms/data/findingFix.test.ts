import { describe, expect, it } from 'vitest'
import { cellDecimals } from './cellDecimals.ts'
import { findingFixes } from './findingFix.ts'

const finding = { severity: 'warning', message: '', fix: '' } as const

describe('findingFixes', () => {
  it('ignores columns that tell nothing or too much', () => {
    for (const kind of ['constant', 'empty', 'leakage'] as const)
      expect(findingFixes({ ...finding, kind, column: 'x', evidence: {} })).toEqual([
        { kind: 'role', column: 'x', role: 'ignore' },
      ])
  })

  it('takes as many folds as the smallest class has rows, and never fewer than two', () => {
    expect(findingFixes({ ...finding, kind: 'tinyClass', evidence: { rows: 5, folds: 10 } })).toEqual([
      { kind: 'folds', folds: 5 },
    ])
    expect(findingFixes({ ...finding, kind: 'tinyClass', evidence: { rows: 1, folds: 10 } })).toEqual([])
  })

  it('offers to read a category of numbers as numbers', () => {
    const fixes = findingFixes({ ...finding, kind: 'mostlyNumbers', column: 'size', evidence: {} })
    expect(fixes).toEqual([{ kind: 'asNumber', column: 'size' }])
  })

  it('leaves to the person what only the file can fix', () => {
    expect(findingFixes({ ...finding, kind: 'missingTarget', evidence: { rows: 3 } })).toEqual([])
  })
})

describe('cellDecimals', () => {
  it('are those of the longest cell, after the decimal sign of its column', () => {
    expect(cellDecimals(['0.02', '1', '0.0371', undefined])).toBe(4)
    expect(cellDecimals(['1,5', '2,25'], { decimal: ',', thousands: '' })).toBe(2)
    expect(cellDecimals(['1.001', '1.002', ''], { decimal: ',', thousands: '.' })).toBe(0)
    expect(cellDecimals(['1.001,5', '1.002'], { decimal: ',', thousands: '.' })).toBe(1)
    expect(cellDecimals(['1,001'], { decimal: '.', thousands: ',' })).toBe(0)
    expect(cellDecimals(['1.5e-7'])).toBe(4)
    expect(cellDecimals(['12', '13'])).toBe(0)
    expect(cellDecimals(['0.123456789012'])).toBe(8)
  })
})
