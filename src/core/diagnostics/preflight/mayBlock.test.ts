import { expect, it } from 'vitest'
import { strategies } from '../../split/strategies.ts'
import type { FlatValidation, ValidationSpec } from '../../split/validationSpec.ts'
import { mayBlock, preflight } from './preflight.ts'
import type { PreflightInput } from './preflight.ts'

const ROWS = 24

/** Groups of three rows, days that go back and forth, two classes. */
function inputOf(validation: ValidationSpec, hasGroups: boolean): PreflightInput {
  const day = Float64Array.from({ length: ROWS }, (_, row) => (row * 7) % ROWS)
  const codes = Int32Array.from({ length: ROWS }, (_, row) => (row >> 1) % 2)
  const groups = Int32Array.from({ length: ROWS }, (_, row) => row % 8)
  return {
    table: {
      rows: ROWS,
      features: [{ kind: 'number', name: 'day', values: day }],
      target: { kind: 'category', name: 'label', levels: ['a', 'b'], codes },
      ...(hasGroups && { groups }),
    },
    task: 'binary',
    columns: [
      {
        name: 'day',
        field: 0,
        type: 'date',
        missing: 0,
        nonFinite: 0,
        unreadable: 0,
        bigIntegers: 0,
        profile: { kind: 'date', count: ROWS, distinct: ROWS, min: null, max: null },
      },
    ],
    ...(hasGroups && { settings: { group: { role: 'group' } } }),
    validation,
    seed: 1,
  }
}

function protocols(): ValidationSpec[] {
  const flat = strategies.flatMap(({ name }): FlatValidation[] => {
    const plain = { strategy: name, folds: 4, repeats: 1, shuffle: false, testFraction: 0.25 }
    return [plain, { ...plain, groups: 'ignore' }, { ...plain, rowsInOrder: true }]
  })
  const nested = flat.flatMap((outer) =>
    flat.map((inner) => ({ strategy: 'nested', outer, inner, choose: 'accuracy' }) as const),
  )
  return [...flat, ...nested]
}

it('holds wherever a finding blocks, and hardly anywhere else', () => {
  const inputs = protocols().flatMap((validation) => [inputOf(validation, false), inputOf(validation, true)])
  const results = inputs.map((input) => ({
    may: mayBlock(input),
    does: preflight(input).some(({ blocks }) => blocks),
    name: JSON.stringify(input.validation),
  }))
  expect(results.filter(({ may, does }) => does && !may)).toEqual([])
  const [blocked, waited] = [results.filter(({ does }) => does).length, results.filter(({ may }) => may).length]
  expect(blocked).toBeGreaterThan(0)
  expect(waited).toBeLessThan(1.2 * blocked)
  expect(results.length).toBeGreaterThan(waited)
})
