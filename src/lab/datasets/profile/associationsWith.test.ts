import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { inspectCsv } from '../read/inspectCsv.ts'

const PIMA = join(import.meta.dirname, '../../../../resources/samples/pima-diabetes.csv')

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdout-associations-'))
})
afterEach(async () => {
  await rm(folder, { recursive: true, force: true })
})

async function valuesFor(target: string, rows: readonly string[]): Promise<Record<string, string>> {
  const file = join(folder, 'a.csv')
  await writeFile(file, `${rows.join('\n')}\n`)
  const { associations } = await inspectCsv(file, {}, { target })
  return Object.fromEntries(
    associations?.columns.map(({ column, measure, value }) => [column, `${measure} ${value?.toFixed(4) ?? 'none'}`]) ??
      [],
  )
}

const rows = Array.from({ length: 40 }, (_, row) => {
  const label = row % 2 === 0 ? 'a' : 'b'
  const half = row < 20 ? 'x' : 'y'
  return [row, row * -2.5, label === 'a' ? 1 : 3, half, 7, label, row % 3 === 0 ? '' : row ** 2].join(',')
})
const table = ['row,line,level,half,constant,label,square', ...rows]

describe('associationsWith', () => {
  it('compares with classes by eta and V, with numbers by r and eta', async () => {
    expect(await valuesFor('label', table)).toEqual({
      row: 'eta 0.0433',
      line: 'eta 0.0433',
      level: 'eta 1.0000',
      half: 'cramersV 0.0000',
      constant: 'eta none',
      square: 'eta 0.0033',
    })
    expect(await valuesFor('row', table)).toEqual({
      line: 'pearson -1.0000',
      level: 'pearson 0.0433',
      half: 'eta 0.8663',
      constant: 'pearson none',
      label: 'eta 0.0433',
      square: 'pearson 0.9687',
    })
  })

  it('agrees with the point-biserial correlation on a known dataset', async () => {
    const { associations } = await inspectCsv(PIMA, {}, { target: 'diabetes' })
    expect(associations).toMatchObject({ target: 'diabetes', task: 'binary' })
    expect(associations?.columns.find(({ column }) => column === 'glucose')?.value).toBeCloseTo(0.49465, 5)
  })

  it('says nothing of categories that hardly repeat, and refuses a target that is not there', async () => {
    const names = [
      'name,label',
      ...Array.from({ length: 40 }, (_, row) => `n${String(row)},${row % 2 === 0 ? 'a' : 'b'}`),
    ]
    expect(await valuesFor('label', names)).toEqual({ name: 'cramersV none' })
    await expect(valuesFor('nothing', names)).rejects.toMatchObject({ code: 'dataset/no-such-column' })
  })
})
