import { describe, expect, it } from 'vitest'
import type { FlatValidation } from '../../split/validationSpec.ts'
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
function flat(strategy: FlatValidation['strategy'], folds: number): FlatValidation {
  return { strategy, folds, repeats: 1, shuffle: false, testFraction: 0.25 }
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

  it('finds a category that is numbers but for a word or two, and not one of codes', () => {
    const sizes = Array.from({ length: 40 }, (_, at) => `1.0${String(at + 10)},5`)
    const size = classes('size', [...sizes, 'k.A.'], (row) => (row % 13 === 0 ? 40 : row % 40))
    expect(kinds([noise, size])).toEqual([['mostlyNumbers', 'size']])
    const [finding] = preflight({ table: { rows: ROWS, features: [size], target: label }, task: 'binary' })
    expect(finding.evidence).toEqual({ numbers: 55, cells: 60, others: '"k.A."' })
    const codes = classes('code', [...sizes.map((text) => `K${text}`), 'k.A.'], (row) =>
      row % 13 === 0 ? 40 : row % 40,
    )
    expect(kinds([noise, codes]).map(([kind]) => kind)).not.toContain('mostlyNumbers')
    for (const write of [
      (at: number) => `${String(at + 10)} %`,
      (at: number) => `${String(at + 10)}.01.2017`,
      (at: number) => `10.0.0.${String(at)}`,
    ]) {
      const written = [...Array.from({ length: 40 }, (_, at) => write(at)), 'k.A.']
      const other = classes('other', written, (row) => (row % 13 === 0 ? 40 : row % 40))
      expect(kinds([noise, other]).map(([kind]) => kind)).not.toContain('mostlyNumbers')
    }
    const grades = classes('grade', ['1', '2', '3', 'none'], (row) => (row >> 1) % 4)
    expect(kinds([noise, grades])).toEqual([])
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
    expect(kinds([noise], { target: tiny, validation: flat('stratified-k-fold', 10) })).toEqual([
      ['tinyClass', 'y'],
      ['imbalance', 'y'],
    ])
    const lone = classes('y', ['a', 'b'], (row) => (row < 1 ? 1 : 0))
    const [first] = preflight({ table: { rows: ROWS, features: [noise], target: lone }, task: 'binary' })
    expect(first).toMatchObject({ kind: 'loneClass', severity: 'error', evidence: { class: 'b' } })
    expect(kinds([noise], { target: lone, validation: flat('stratified-k-fold', 10) }).map(([kind]) => kind)).toEqual([
      'loneClass',
      'imbalance',
    ])
    const gone = classes('y', ['a', 'b'], (row) => (row < 3 ? -1 : row % 2))
    expect(kinds([noise], { target: gone })).toContainEqual(['missingTarget', 'y'])
  })

  it('finds duplicates, and whether folds share them', () => {
    const half = numbers('f', (row) => Math.sin(row % 30))
    const target = classes('y', ['a', 'b'], (row) => (row % 30) % 2)
    expect(kinds([half], { target })).toEqual([['duplicateRows', undefined]])
    expect(kinds([half], { target, validation: flat('k-fold', 2) })).toEqual([
      ['duplicatesAcrossFolds', undefined],
      ['duplicateRows', undefined],
    ])
    const groups = Int32Array.from({ length: ROWS }, (_, row) => row % 30)
    const grouped = { target, table: { groups }, validation: flat('group-k-fold', 5) }
    expect(kinds([half], grouped)).toEqual([['duplicateRows', undefined]])
  })

  it('names categories that are held out without having been trained on', () => {
    const feature = classes('f', ['x', 'y', 'rare'], (row) => (row === 5 ? 2 : (row >> 1) % 2))
    for (const strategy of ['k-fold', 'leave-one-out'] as const)
      expect(kinds([noise, feature], { validation: flat(strategy, 2) })).toEqual([['unseenCategories', 'f']])
    const early = classes('f', ['x', 'y', 'first'], (row) => (row === 0 ? 2 : (row >> 1) % 2))
    const inOrder = { ...flat('time-series', 2), rowsInOrder: true }
    expect(kinds([noise, early], { validation: inOrder })).toEqual([])
  })

  it('needs as many groups as folds', () => {
    const groups = Int32Array.from({ length: ROWS }, (_, row) => row % 3)
    const validation = flat('group-k-fold', 5)
    expect(kinds([noise], { table: { groups }, validation })).toEqual([['groupsTooFew', undefined]])
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
