import { describe, expect, it } from 'vitest'
import { preflight } from './preflight.ts'
import type { FindingKind, PreflightInput } from './preflight.ts'
import type { CategoryColumn, NumberColumn, Table, TableColumn } from '../../dataset/table.ts'

const ROWS = 60
function numbers(name: string, value: (row: number) => number): NumberColumn {
  return { kind: 'number', name, values: Float64Array.from({ length: ROWS }, (_, row) => value(row)) }
}
function classes(name: string, levels: readonly string[], code: (row: number) => number): CategoryColumn {
  return { kind: 'category', name, levels, codes: Int32Array.from({ length: ROWS }, (_, row) => code(row)) }
}
const noise = numbers('noise', (row) => Math.sin(row * row))
const label = classes('label', ['a', 'b'], (row) => (row * 7) % 2)
function kinds(
  features: readonly TableColumn[],
  rest: Partial<Omit<PreflightInput, 'table'>> & { target?: TableColumn; table?: Partial<Table> } = {},
): [FindingKind, string | undefined][] {
  const { target = label, table, ...input } = rest
  return preflight({ table: { rows: ROWS, features, target, ...table }, task: 'binary', ...input }).map(
    ({ kind, column }) => [kind, column],
  )
}

describe('preflight', () => {
  it('finds nothing where there is nothing', () => {
    expect(kinds([noise])).toEqual([])
  })

  it.each<[FindingKind, TableColumn]>([
    ['constant', numbers('f', () => 7)],
    ['empty', numbers('f', () => NaN)],
    ['mostlyMissing', numbers('f', (row) => (row % 3 === 0 ? Math.cos(row) : NaN))],
    ['idLike', numbers('f', (row) => row + 100)],
    ['idLike', numbers('f', (row) => (row * 7) % ROWS)],
    [
      'idLike',
      classes(
        'f',
        Array.from({ length: ROWS }, (_, row) => `p${String(row)}`),
        (row) => row,
      ),
    ],
    [
      'highCardinality',
      classes(
        'f',
        Array.from({ length: 55 }, (_, row) => `p${String(row)}`),
        (row) => row % 55,
      ),
    ],
    ['leakage', numbers('f', (row) => ((row * 7) % 2) * 10 + Math.sin(row))],
    ['leakage', classes('f', ['x', 'y', 'z'], (row) => ((row * 7) % 2 === 0 ? 0 : 1 + (row % 3 === 0 ? 1 : 0)))],
  ])('%s', (kind, feature) => {
    expect(kinds([noise, feature])).toContainEqual([kind, 'f'])
  })

  it('does not take measurements for identifiers or for the target', () => {
    expect(kinds([numbers('f', (row) => Math.round(1e6 * Math.sin(row)))])).toEqual([])
    expect(kinds([numbers('f', (row) => ((row * 7) % 2) + 3 * Math.sin(row * row))])).toEqual([])
  })

  it('tells leakage for regression and for several classes', () => {
    const target = numbers('y', (row) => 2 * Math.sin(row * row) + 1)
    expect(kinds([noise], { target, task: 'regression' })).toEqual([['leakage', 'noise']])
    const three = classes('y', ['a', 'b', 'c'], (row) => row % 3)
    expect(
      kinds([numbers('f', (row) => (row % 3) + 0.1 * Math.sin(row))], { target: three, task: 'multiclass' }),
    ).toEqual([['leakage', 'f']])
  })

  it('looks at the classes', () => {
    const tiny = classes('y', ['a', 'b'], (row) => (row < 3 ? 1 : 0))
    expect(kinds([noise], { target: tiny, folds: 10 })).toEqual([
      ['tinyClass', 'y'],
      ['imbalance', 'y'],
    ])
    const lone = classes('y', ['a', 'b'], (row) => (row < 1 ? 1 : 0))
    const [first] = preflight({ table: { rows: ROWS, features: [noise], target: lone }, task: 'binary' })
    expect(first).toMatchObject({ kind: 'loneClass', severity: 'error', evidence: { class: 'b' } })
    expect(kinds([noise], { target: lone, folds: 10 }).map(([kind]) => kind)).toEqual(['loneClass', 'imbalance'])
    const gone = classes('y', ['a', 'b'], (row) => (row < 3 ? -1 : row % 2))
    expect(kinds([noise], { target: gone })).toContainEqual(['missingTarget', 'y'])
  })

  it('finds duplicates, and whether folds share them', () => {
    const half = numbers('f', (row) => Math.sin(row % 30))
    const target = classes('y', ['a', 'b'], (row) => (row % 30) % 2)
    const folds = [
      [...Array(ROWS).keys()].filter((row) => row < 30),
      [...Array(ROWS).keys()].filter((row) => row >= 30),
    ]
    expect(kinds([half], { target })).toEqual([['duplicateRows', undefined]])
    expect(kinds([half], { target, heldOut: folds })).toEqual([
      ['duplicatesAcrossFolds', undefined],
      ['duplicateRows', undefined],
    ])
    const together = [0, 1].map((fold) => [...Array(ROWS).keys()].filter((row) => (row % 30) % 2 === fold))
    expect(kinds([half], { target, heldOut: together })).toEqual([['duplicateRows', undefined]])
  })

  it('names categories that only one fold has', () => {
    const feature = classes('f', ['x', 'y', 'rare'], (row) => (row === 5 ? 2 : (row >> 1) % 2))
    const folds = [0, 1].map((fold) => [...Array(ROWS).keys()].filter((row) => row % 2 === fold))
    expect(kinds([noise, feature], { heldOut: folds })).toEqual([['unseenCategories', 'f']])
  })

  it('needs as many groups as folds', () => {
    const groups = Int32Array.from({ length: ROWS }, (_, row) => row % 3)
    expect(kinds([noise], { table: { groups }, folds: 5, isGrouped: true })).toEqual([['groupsTooFew', undefined]])
  })

  it('passes on what the import noted', () => {
    const profile = { kind: 'values', count: 60, distinct: 60, top: [], meanLength: 50, maxLength: 90 } as const
    const noted = {
      field: 0,
      type: 'number',
      missing: 0,
      nonFinite: 2,
      unreadable: 1,
      bigIntegers: 3,
      profile,
    } as const
    expect(
      kinds([noise], {
        columns: [
          { ...noted, name: 'noise' },
          { ...noted, name: 'essay', type: 'text' },
        ],
      }),
    ).toEqual([
      ['nonFinite', 'noise'],
      ['unreadable', 'noise'],
      ['bigIntegers', 'noise'],
      ['leftOut', 'essay'],
    ])
  })
})
