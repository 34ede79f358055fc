import fc from 'fast-check'
import { expect, it } from 'vitest'
import { plainNumber } from './plainNumber.ts'

const numberOf = (text: string) => {
  const bytes = new TextEncoder().encode(`,${text},`)
  return plainNumber(bytes, 1, bytes.length - 1)
}

/** Digits with a point somewhere among them, or none. */
const decimal = fc
  .tuple(fc.boolean(), fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 24 }), fc.nat(24))
  .map(([isNegative, digits, point]) => {
    const text = digits.join('')
    return `${isNegative ? '-' : ''}${point < text.length ? `${text.slice(0, point)}.${text.slice(point)}` : text}`
  })

it('reads numbers of any length to the last bit', () => {
  fc.assert(
    fc.property(decimal, (text) => {
      expect(numberOf(text)).toBe(Number(text))
    }),
    { numRuns: 20_000 },
  )
})

it('reads a float from its own text, and from its text cut or made longer', () => {
  const floats = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 })
  fc.assert(
    fc.property(floats, fc.integer({ min: 1, max: 17 }), (value, digits) => {
      for (const text of [String(value), value.toPrecision(digits), value.toFixed(digits)])
        expect(numberOf(text)).toBe(Number(text))
    }),
    { numRuns: 20_000 },
  )
})

it.each([
  // Halfway between two floats, and next to it.
  '9007199254740993',
  '9007199254740992.5',
  '9007199254740993.001',
  '4503599627370496.5',
  '4503599627370497.5',
  '1152921504606846977',
  '1152921504606847104',
  '1152921504606847105',
  '0.1000000000000000055',
  '0.000000000000000001',
  '9999999999999999999',
  '0000000000000000000',
  '-0.00000000000000000',
])('rounds %s as it should be', (text) => {
  expect(numberOf(text)).toBe(Number(text))
})

it.each(['1234567890123456x', '1.2345678901234.567', '.................', '12345678901234567 '])(
  'takes %j for no number',
  (text) => {
    expect(numberOf(text)).toBeNaN()
  },
)
