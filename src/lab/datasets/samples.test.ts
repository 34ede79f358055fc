import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readTable } from './read/readTable.ts'

const SAMPLES = join(import.meta.dirname, '../../../resources/samples')

/** Facts about the datasets as their sources give them. */
const samples = [
  { name: 'sonar', target: 'V61', rows: 208, features: 60, classes: { M: 111, R: 97 }, missing: 0 },
  { name: 'ionosphere', target: 'Class', rows: 351, features: 34, classes: { bad: 126, good: 225 }, missing: 0 },
  { name: 'pima-diabetes', target: 'diabetes', rows: 768, features: 8, classes: { neg: 500, pos: 268 }, missing: 652 },
  {
    name: 'vehicle',
    target: 'Class',
    rows: 846,
    features: 18,
    classes: { bus: 218, opel: 212, saab: 217, van: 199 },
    missing: 0,
  },
  { name: 'servo', target: 'Class', rows: 167, features: 4, classes: undefined, missing: 0 },
  { name: 'ozone', target: 'ozone', rows: 361, features: 12, classes: undefined, missing: undefined },
] as const

describe.each(samples)('$name', ({ name, target, rows, features, classes, missing }) => {
  it('is what its source says', async () => {
    const { table, inspection } = await readTable(join(SAMPLES, `${name}.csv`), { target })
    expect([table.rows, table.features.length]).toEqual([rows, features])
    if (missing !== undefined) expect(inspection.columns.reduce((sum, column) => sum + column.missing, 0)).toBe(missing)
    if (table.target.kind === 'number') {
      expect(classes).toBeUndefined()
      return
    }
    const { levels, codes } = table.target
    expect(
      Object.fromEntries(levels.map((level, code) => [level, codes.filter((one) => one === code).length])),
    ).toEqual(classes)
  })

  it('has a provenance that names this very file and its licence', async () => {
    const provenance = await readFile(join(SAMPLES, `${name}.provenance.md`), 'utf8')
    const bytes = await readFile(join(SAMPLES, `${name}.csv`))
    expect(provenance).toContain(createHash('sha256').update(bytes).digest('hex'))
    expect(provenance).toContain('Licence: GPL-2')
  })
})

describe('sonar', () => {
  it('has its values digit for digit', async () => {
    const { table } = await readTable(join(SAMPLES, 'sonar.csv'), { target: 'V61' })
    const cells = (await readFile(join(SAMPLES, 'sonar.csv'), 'utf8'))
      .trim()
      .split('\n')
      .map((line) => line.split(','))
    table.features.forEach((feature, column) => {
      if (feature.kind !== 'number') throw new Error(`${feature.name} is no number column`)
      expect([...feature.values]).toEqual(cells.map((row) => Number(row[column])))
    })
  })
})
