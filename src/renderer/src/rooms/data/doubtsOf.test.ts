import { expect, it } from 'vitest'
import type { DatasetColumn, DatasetWarning } from '../../../../core/dataset/inspection.ts'
import { DOUBTS, doubtsOf } from './doubtsOf.ts'
import en from './words/en.ts'
import zh from './words/zh-CN.ts'

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

it('asks whether a number far off all others means missing, until that is settled', () => {
  const area = column('area', { profile: { kind: 'number', sentinel: { value: -999, count: 2 } } })
  const answer = { missing: ['-999'] }
  const sentinel = { code: 'sentinel', message: '', column: 'area', choices: [{ label: 'x', answer }] }
  const found = doubtsOf({ columns: [area], warnings: [sentinel] }, {})
  expect(found).toMatchObject([{ code: 'sentinel', values: '-999', choices: [{ answer, isUsed: false }] }])
  expect(doubtsOf({ columns: [area], warnings: [sentinel] }, { columns: { area: answer } })).toEqual([])
})

it.each([
  ['English', en],
  ['Chinese', zh],
])('has words in %s for every doubt', (_, words) => {
  expect(Object.keys(words.doubt)).toEqual(expect.arrayContaining([...DOUBTS]))
})

it('asks nothing twice', () => {
  const settled = { price: { type: 'number' }, label: { lookAlikes: 'apart' } } as const
  expect(doubtsOf({ columns, warnings }, { columns: settled })).toEqual([])
})
