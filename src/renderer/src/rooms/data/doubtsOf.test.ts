import { expect, it } from 'vitest'
import type { DatasetColumn, DatasetWarning } from '../../../../core/dataset/inspection.ts'
import { doubtsOf } from './doubtsOf.ts'

const column = (name: string, more: object) =>
  ({ name, type: 'number', missing: 0, ...more }) as unknown as DatasetColumn
const price = column('price', { style: { decimal: ',', thousands: '' } })
const label = column('label', {
  type: 'category',
  profile: {
    kind: 'values',
    lookAlikes: [
      [
        { value: 'yes', count: 5 },
        { value: 'Yes', count: 1 },
      ],
    ],
  },
})
const plain = column('plain', {})
const columns = [price, label, plain].map((one) => ({
  ...one,
  profile: one.profile ?? { kind: 'number' },
})) as DatasetColumn[]
const styles = [
  { label: 'a', answer: { type: 'number', decimal: ',', thousands: '' } },
  { label: 'b', answer: { type: 'number', decimal: '.', thousands: ',' } },
] as const
const warnings: readonly DatasetWarning[] = [
  { code: 'ambiguous-numbers', message: '', column: 'price', choices: styles },
  { code: 'look-alikes', message: '', column: 'label', choices: [{ label: 'join', answer: { lookAlikes: 'join' } }] },
  { code: 'other', message: '', column: 'plain' },
]

it('lists what can be read in several ways, with the way that was taken', () => {
  const [numbers, alike, ...others] = doubtsOf({ columns, warnings }, {})
  expect(numbers.choices.map(({ isUsed }) => isUsed)).toEqual([true, false])
  expect(alike).toMatchObject({ code: 'lookAlikes', values: '“yes”, “Yes”' })
  expect(alike.choices[0].answer).toEqual({ lookAlikes: 'join' })
  expect(others).toEqual([])
})

it('lists labels that differ in capitals alone once', () => {
  const capitals = { ...warnings[1], code: 'spellings' }
  expect(doubtsOf({ columns, warnings: [capitals] }, {}).map(({ code }) => code)).toEqual(['lookAlikes'])
})

it('asks nothing twice', () => {
  const settled = { price: { type: 'number' }, label: { lookAlikes: 'apart' } } as const
  expect(doubtsOf({ columns, warnings }, { columns: settled })).toEqual([])
})
