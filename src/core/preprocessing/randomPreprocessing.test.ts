import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { CategoryBuilder } from '../dataset/categoryBuilder.ts'
import type { NumericPreprocessing } from './preprocessingSpec.ts'
import { encodeTarget } from './encodeTarget.ts'
import { fitPreprocessing } from './fitPreprocessing.ts'
import { transformRowsExactly } from './transformRows.ts'

interface NumberCase {
  readonly kind: 'number'
  readonly values: readonly (number | null)[]
  readonly fit: number
  readonly impute: NumericPreprocessing['impute']
  readonly scale: NumericPreprocessing['scale']
  readonly expected: readonly number[]
}
interface CategoryCase {
  readonly kind: 'category'
  readonly values: readonly string[]
  readonly fit: number
  readonly ordinal: readonly number[]
  readonly classes: readonly string[]
}
type Case = NumberCase | CategoryCase | { readonly kind: 'balanced' }

const { cases } = JSON.parse(
  readFileSync(new URL('../../../fixtures/reference/preprocessing-random.json', import.meta.url), 'utf8'),
) as { cases: readonly Case[] }
const numbers = cases.filter((one) => one.kind === 'number')
const categories = cases.filter((one) => one.kind === 'category')
const target = { kind: 'number', name: 'y', values: new Float64Array(0) } as const
const trainRows = (count: number) => Int32Array.from({ length: count }, (_, row) => row)

/** What rounding alone does to a narrow column far from zero: scikit-learn multiplies first and then subtracts. */
function lostDigits(values: Float64Array): number {
  const present = values.filter((value) => !Number.isNaN(value))
  const [least, most] = [Math.min(...present), Math.max(...present)]
  return least === most ? 0 : (8 * Number.EPSILON * Math.max(Math.abs(least), Math.abs(most))) / (most - least)
}

describe('random columns are prepared as by scikit-learn', () => {
  it.each(numbers.map((one, i) => [i, one.impute, one.scale, one] as const))('%d: %s, %s', (_, impute, scale, one) => {
    const values = Float64Array.from(one.values, (value) => value ?? NaN)
    const table = { rows: values.length, features: [{ kind: 'number', name: 'x', values } as const], target }
    const spec = {
      numeric: { impute, scale, fillValue: 0, missingIndicator: false },
      category: { encode: 'ordinal', impute: 'none', fillValue: 'missing' },
      target: 'none',
    } as const
    const { matrix } = transformRowsExactly(fitPreprocessing(table, spec, trainRows(one.fit)), table)
    const largest = Math.max(1, ...one.expected.map(Math.abs))
    const allowed = 1e-9 + lostDigits(values)
    matrix.forEach((value, row) => expect(Math.abs(value - one.expected[row]) / largest).toBeLessThan(allowed))
  })

  it.each(categories.map((one, i) => [i, one] as const))('ordinal codes and classes %d', (_, one) => {
    const builder = new CategoryBuilder('x', one.values.length)
    for (const value of one.values) builder.add(value)
    const column = builder.build()
    const table = { rows: one.values.length, features: [column], target }
    const spec = {
      numeric: { impute: 'none', scale: 'none', fillValue: 0, missingIndicator: false },
      category: { encode: 'ordinal', impute: 'none', fillValue: 'missing' },
      target: 'none',
    } as const
    const { matrix } = transformRowsExactly(fitPreprocessing(table, spec, trainRows(one.fit)), table)
    expect([...matrix]).toEqual(one.ordinal)
    if (one.classes.length < 2) return
    expect(encodeTarget({ rows: one.values.length, features: [], target: column }).classes).toEqual(one.classes)
  })
})
