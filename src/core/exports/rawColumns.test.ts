import { describe, expect, it } from 'vitest'
import { missingTexts, rawColumns } from './rawColumns.ts'
import { EXPORT_CASES } from './testing/exportCases.ts'

const { model, table } = EXPORT_CASES[0]

describe('missingTexts', () => {
  it('are those of the reading of the dataset, the empty one first', () => {
    expect(missingTexts(model, 'colour').slice(0, 3)).toEqual(['', '?', 'NA'])
    expect(missingTexts({ ...model, dataset: { target: 'y', missing: ['none'] } }, 'colour')).toEqual(['', 'none'])
  })

  it('are those of the column where it has its own, by name or by a pattern', () => {
    const columns = { 'col*': { missing: ['-'] }, grade: { missing: ['0'] } }
    const dataset = { target: 'y', missing: ['none'], columns }
    expect(missingTexts({ ...model, dataset }, 'colour')).toEqual(['', '-'])
    expect(missingTexts({ ...model, dataset }, 'grade')).toEqual(['', '0'])
  })
})

describe('rawColumns', () => {
  it('are the first rows as they stand in a CSV, in the order of the model', () => {
    const columns = rawColumns(model, table, 5)
    expect(columns.map(({ name }) => name)).toEqual(model.members[0].preprocessing.columns.map(({ name }) => name))
    expect(columns.every(({ values }) => values.length === 5)).toBe(true)
    expect(columns[1].values[3]).toBeNaN()
  })
})
