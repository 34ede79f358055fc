/** The Sonar sample as a table, read by the simplest means: tests of the trainer must not depend on the import. */
import { readFileSync } from 'node:fs'
import type { Table } from '../../core/dataset/table.ts'

/** 208 rows, 60 features, classes M and R. */
export function sonarTable(): Table {
  const text = readFileSync(new URL('../../../resources/samples/sonar.csv', import.meta.url), 'utf8')
  const cells = text
    .trim()
    .split('\n')
    .map((line) => line.trim().split(','))
  const features = Array.from({ length: 60 }, (_, i) => ({
    kind: 'number' as const,
    name: `V${i + 1}`,
    values: Float64Array.from(cells, (row) => Number(row[i])),
  }))
  return {
    rows: cells.length,
    features,
    target: {
      kind: 'category',
      name: 'V61',
      levels: ['M', 'R'],
      codes: Int32Array.from(cells, (row) => (row[60] === 'R' ? 1 : 0)),
    },
  }
}
