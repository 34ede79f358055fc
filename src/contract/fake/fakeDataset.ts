import type { DatasetColumn, Inspection } from '../../core/dataset/inspection.ts'
import type { DatasetDetails, Sample } from '../datasets.ts'

const ROWS = 208
const FEATURES = 60

/** The Sonar sample as the fake lab lists it. */
export const fakeSample: Sample = {
  id: 'sonar',
  file: { ref: 'sample:sonar', name: 'sonar.csv', bytes: 87_776 },
  title: 'Sonar',
  about: 'Sonar returns from a metal cylinder or a rock, in 60 frequency bands.',
  task: 'binary',
  target: 'V61',
  rows: ROWS,
  features: FEATURES,
  hasMissing: false,
  source: 'made up by the fake lab',
  licence: 'none needed',
}

/** What the fake lab finds in every file: the shape of Sonar with made-up numbers. */
export const fakeInspection: Inspection = {
  name: 'sonar.csv',
  bytes: 87_776,
  sha256: 'f'.repeat(64),
  packing: 'none',
  encoding: { name: 'utf-8', by: 'valid', confidence: 1 },
  dialect: { delimiter: ',', quote: '"', escape: '"', header: false, decimal: '.', score: 0.99 },
  rows: ROWS,
  columns: [...Array.from({ length: FEATURES }, (_, field) => numberColumn(field)), targetColumn()],
  duplicateRows: 0,
  ledger: [
    {
      kind: 'missing',
      column: 'V4',
      count: 2,
      message: '2 cells of V4 are missing.',
      samples: [{ line: 12, cell: '' }],
      severity: 'info',
    },
  ],
  warnings: [],
  preview: Array.from({ length: 20 }, (_, row) => [
    ...Array.from({ length: FEATURES }, (_unused, field) => fakeCell(row, field).toFixed(4)),
    row % 2 === 0 ? 'R' : 'M',
  ]),
  rejected: [],
}

/** The one dataset of the fake lab. */
export const fakeDataset: DatasetDetails = {
  summary: {
    id: 'f'.repeat(64),
    name: 'sonar.csv',
    sha256: 'f'.repeat(64),
    bytes: 87_776,
    rows: ROWS,
    columns: FEATURES + 1,
    importedAt: '2026-01-31T09:45:01.000Z',
    choices: {},
  },
  inspection: fakeInspection,
}

/** A made-up value between 0 and 1. */
export function fakeCell(row: number, field: number): number {
  return Math.abs(Math.sin(row * 12.9898 + field * 78.233))
}

function numberColumn(field: number): DatasetColumn {
  return {
    name: `V${field + 1}`,
    field,
    type: 'number',
    missing: 0,
    nonFinite: 0,
    unreadable: 0,
    bigIntegers: 0,
    profile: {
      kind: 'number',
      count: ROWS,
      distinct: 177,
      min: 0,
      q1: 0.1,
      median: 0.3,
      q3: 0.6,
      max: 1,
      mean: 0.35,
      std: 0.2,
      skew: 0.8,
      isInteger: false,
      histogram: { min: 0, max: 1, counts: Array.from({ length: 20 }, (_, bar) => 20 - bar + ((bar * field) % 7)) },
    },
  }
}

function targetColumn(): DatasetColumn {
  return {
    name: 'V61',
    field: FEATURES,
    type: 'category',
    missing: 0,
    nonFinite: 0,
    unreadable: 0,
    bigIntegers: 0,
    profile: {
      kind: 'values',
      count: ROWS,
      distinct: 2,
      top: [
        { value: 'M', count: 111 },
        { value: 'R', count: 97 },
      ],
      meanLength: 1,
      maxLength: 1,
    },
  }
}
