import { describe, expect, it } from 'vitest'
import { assignRoles } from './assignRoles.ts'
import { columnSettings } from './columnSettings.ts'
import type { DatasetColumn } from './inspection.ts'

function column(name: string, field: number): DatasetColumn {
  const profile = { kind: 'values', count: 4, distinct: 2, top: [], meanLength: 1, maxLength: 1 } as const
  return { name, field, type: 'category', missing: 0, nonFinite: 0, unreadable: 0, bigIntegers: 0, profile }
}

describe('columnSettings', () => {
  it('takes patterns in their order, and the own name of a column before them', () => {
    const columns = { '*': { role: 'ignore' }, 'g*': { type: 'number' }, g1: { role: 'feature' } } as const
    expect(columnSettings(columns, 'x')).toEqual({ role: 'ignore' })
    expect(columnSettings(columns, 'g2')).toEqual({ role: 'ignore', type: 'number' })
    expect(columnSettings(columns, 'g1')).toEqual({ role: 'feature', type: 'number' })
    expect(columnSettings({ 'a.c': { role: 'id' } }, 'abc')).toBeUndefined()
    expect(columnSettings({ x: { role: 'id' } }, '__proto__')).toBeUndefined()
  })

  it('gives roles by pattern, and refuses a pattern that fits nothing', () => {
    const columns = ['y', 'g1', 'g2', 'x'].map(column)
    const roles = assignRoles(columns, { target: 'y', columns: { 'g*': { role: 'ignore' } } })
    expect(roles.features.map((one) => one.column.name)).toEqual(['x'])
    expect(() => assignRoles(columns, { target: 'y', columns: { 'h*': { role: 'ignore' } } })).toThrow(
      'There is no column that fits "h*".',
    )
  })

  it('says how the header was read where a column is not found', () => {
    const nameless = ['V1', 'V2'].map(column)
    expect(() => assignRoles(nameless, { target: 'price' })).toThrow(
      expect.objectContaining({ hint: expect.stringContaining('header: true') as string }) as Error,
    )
  })
})
