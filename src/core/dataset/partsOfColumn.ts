import { HoldoutError } from '../errors.ts'
import type { TableColumn } from './table.ts'

const TRAINING: ReadonlySet<string> = new Set(['train', 'training', 'learn', 'fit'])
const HELD_OUT: ReadonlySet<string> = new Set([
  ...['test', 'testing', 'holdout', 'held-out', 'heldout', 'hold-out', 'validation', 'valid', 'val', 'eval', 'dev'],
])

/**
 * The predefined part of each row as a column with the role `split` says it: words such as `train` (-1) and `test` (0), or
 * whole numbers as scikit-learn's `PredefinedSplit` takes them (-1: only trained on; `k`: held out in fold `k`).
 *
 * @throws HoldoutError `dataset/split-column` naming the first row that says neither.
 */
export function partsOfColumn(column: TableColumn): Int32Array {
  return column.kind === 'number' ? numberedParts(column.name, column.values) : wordedParts(column)
}

function numberedParts(name: string, values: Float64Array): Int32Array {
  const bad = values.findIndex((value) => !(Number.isInteger(value) && value >= -1 && value <= 1e6))
  if (bad >= 0) throw unreadable(name, Number.isNaN(values[bad]) ? 'no value' : String(values[bad]), bad)
  return Int32Array.from(values)
}

function wordedParts({ name, levels, codes }: Extract<TableColumn, { kind: 'category' }>): Int32Array {
  const words = levels.map((level) => level.trim().toLowerCase())
  if (words.every((word) => /^-?\d+$/.test(word))) {
    const numbers = Float64Array.from(codes, (code) => (code < 0 ? NaN : Number(words[code])))
    return numberedParts(name, numbers)
  }
  const parts = words.map((word) => (TRAINING.has(word) ? -1 : HELD_OUT.has(word) ? 0 : undefined))
  const bad = codes.findIndex((code) => code < 0 || parts[code] === undefined)
  if (bad >= 0) throw unreadable(name, codes[bad] < 0 ? 'no value' : JSON.stringify(levels[codes[bad]]), bad)
  const heldOut = new Set(words.filter((word) => HELD_OUT.has(word)))
  if (heldOut.size > 1) throw ambiguous(name, [...heldOut])
  return codes.map((code) => parts[code] ?? -1)
}

function unreadable(name: string, received: string, row: number): HoldoutError {
  return new HoldoutError(
    'dataset/split-column',
    `The column ${JSON.stringify(name)} with the role split must say train or test in every row, or number the folds from 0 (-1: train only); received ${received} in row ${String(row + 1)}.`,
    { hint: 'Correct that cell, or give the column another role.', path: 'dataset.columns' },
  )
}

function ambiguous(name: string, words: readonly string[]): HoldoutError {
  return new HoldoutError(
    'dataset/split-column',
    `The column ${JSON.stringify(name)} with the role split names several held-out parts: ${words.join(', ')}. Expected one.`,
    {
      hint: 'Write train for rows that are trained on and test for rows that are held out, or number the folds from 0.',
      path: 'dataset.columns',
    },
  )
}
