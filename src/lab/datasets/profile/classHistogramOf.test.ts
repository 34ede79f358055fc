import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { classHistogramOf } from './classHistogramOf.ts'
import { importDataset } from '../store/importDataset.ts'
import type { ImportedDataset } from '../store/importDataset.ts'
import { readRows } from '../read/rowReader.ts'

const samples = join(import.meta.dirname, '../../../../resources/samples')
let folder: string
const imported = (file: string): Promise<ImportedDataset> => importDataset({ file, folder })

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdout-class-histogram-'))
})
afterAll(() => rm(folder, { recursive: true }))

describe('classHistogramOf', () => {
  it('counts each class in the bins of the profile', async () => {
    const dataset = await imported(join(samples, 'sonar.csv'))
    const { columns, rows } = dataset.inspection
    const labels = (await readRows(dataset, { from: 0, count: rows, fields: [60] })).cells[0]
    for (const { name, field, profile } of [columns[0], columns[10], columns[59]]) {
      const parted = await classHistogramOf(dataset, { column: name, target: columns[60].name })
      const whole = profile.kind === 'number' ? profile.histogram : null
      expect(parted?.classes.map(({ label }) => label)).toEqual(['M', 'R'])
      const sums = whole?.counts.map((_, bin) => parted?.classes.reduce((sum, { counts }) => sum + counts[bin], 0))
      expect(sums, name).toEqual(whole?.counts)
      const cells = (await readRows(dataset, { from: 0, count: rows, fields: [field] })).cells[0]
      const edge = ((whole?.max ?? 0) - (whole?.min ?? 0)) / (whole?.counts.length ?? 1) + (whole?.min ?? 0)
      const inFirst = cells.filter((cell, row) => Number(cell) < edge && labels[row] === 'M').length
      expect(parted?.classes[0].counts[0], name).toBe(inFirst)
    }
  })

  it('leaves out rows without a value or without a target, and takes constants and negative numbers', async () => {
    const file = join(folder, 'gaps.csv')
    const lines = ['x,same,y', '-3,7,a', '-1,7,b', ',7,a', '2,7,', '-3,7,b', '5,7,a', '5,7,a']
    await writeFile(file, `${lines.join('\n')}\n`)
    const dataset = await imported(file)
    expect(await classHistogramOf(dataset, { column: 'x', target: 'y' })).toEqual({
      min: -3,
      max: 5,
      classes: [
        { label: 'a', counts: [1, 0, 0, 2] },
        { label: 'b', counts: [1, 1, 0, 0] },
      ],
    })
    const constant = await classHistogramOf(dataset, { column: 'same', target: 'y' })
    expect(constant?.classes.map(({ counts }) => counts)).toEqual([[4], [2]])
  })

  it('has the most frequent class first', async () => {
    const file = join(folder, 'order.csv')
    await writeFile(file, 'x,y\n1,a\n2,b\n3,b\n4,b\n5,a\n')
    const parted = await classHistogramOf(await imported(file), { column: 'x', target: 'y' })
    expect(parted?.classes.map(({ label }) => label)).toEqual(['b', 'a'])
  })

  it('has nothing to part for words, for the target itself, for numbers as target and for many classes', async () => {
    const servo = await imported(join(samples, 'servo.csv'))
    const names = servo.inspection.columns.map(({ name }) => name)
    const target = names.at(-1) ?? ''
    expect(await classHistogramOf(servo, { column: names[2], target })).toBeNull()
    const file = join(folder, 'classes.csv')
    const rows = Array.from({ length: 70 }, (_, row) => `${row},w${row % 7},${row % 2 === 0 ? 'a' : 'b'}`)
    await writeFile(file, `x,many,two\n${rows.join('\n')}\n`)
    const classes = await imported(file)
    expect(await classHistogramOf(classes, { column: 'x', target: 'many' })).toBeNull()
    expect(await classHistogramOf(classes, { column: 'many', target: 'two' })).toBeNull()
    expect(await classHistogramOf(classes, { column: 'two', target: 'two' })).toBeNull()
    await expect(classHistogramOf(classes, { column: 'none', target: 'two' })).rejects.toMatchObject({
      code: 'dataset/no-such-column',
    })
  })
})
