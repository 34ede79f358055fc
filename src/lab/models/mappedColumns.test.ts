import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import iconv from 'iconv-lite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DatasetSettings } from '../../core/dataset/datasetSettings.ts'
import { additiveModel } from './testing/additiveModel.ts'
import { openModel } from './openModel.ts'
import type { OpenModel } from './openModel.ts'
import { predictCsv } from './predictCsv.ts'
import type { PredictRequest } from './predictCsv.ts'
import type { PredictedRow } from './predictedRow.ts'

let folder: string
let model: OpenModel
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdout-mapped-'))
  model = await opened({})
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function opened(dataset: Partial<DatasetSettings>): Promise<OpenModel> {
  const path = join(folder, 'model.json')
  const columns = { size: { type: 'number', decimal: '.' }, weight: { type: 'number', decimal: '.' } } as const
  const learned = { target: 'cost', header: true, delimiter: ',', quote: '"', columns, ...dataset }
  await writeFile(path, JSON.stringify({ ...additiveModel, dataset: learned }))
  return openModel(path)
}

async function predicted(csv: string | Uint8Array, request: PredictRequest = {}, by = model) {
  const file = join(folder, 'new.csv')
  await writeFile(file, csv)
  const rows: PredictedRow[] = []
  const sink = { add: (block: readonly PredictedRow[]) => void rows.push(...block) }
  const found = await predictCsv(by, file, request, sink)
  return { ...found, all: rows, values: rows.map(({ value }) => value) }
}

/** 2 size + 3 weight + 100 where the color is red, + 200 where it is grün. */
describe('columns of another file', () => {
  it('takes renamed and reordered columns by what the person says', async () => {
    const map = { size: 'Size (cm)', color: 'colour' }
    const { values } = await predicted('colour,note,weight,Size (cm)\nred,x,1,5\ngrün,y,2,0\n', { map })
    expect(values).toEqual([113, 206])
  })

  it('lets two columns change their names', async () => {
    const { values } = await predicted('size,weight,color\n1,5,\n', { map: { size: 'weight', weight: 'size' } })
    expect(values).toEqual([2 * 5 + 3 * 1 + 100])
  })

  it('fills in a column that the person says is absent, and counts its cells', async () => {
    const { values, imputedCells, noticed, all } = await predicted('weight,color\n1,red\n2,grün\n', {
      map: { size: null },
    })
    expect(all.map(({ notices }) => notices)).toEqual([undefined, undefined])
    expect(values).toEqual([2 * 4 + 3 + 100, 2 * 4 + 6 + 200])
    expect(imputedCells).toBe(2)
    expect(noticed).toEqual([{ name: 'size', imputed: 2, unseen: 0, outside: 0, examples: [] }])
    const none = await predicted('weight\n1\n', { map: { size: null, color: null } })
    expect(none.values).toEqual([8 + 3 + 100])
  })

  it.each([
    ['a column that was never missing in training', { weight: null }, 'preprocessing/column-needed'],
    ['one column for two', { size: 'weight' }, 'preprocessing/column-twice'],
    ['a column that is not there', { size: 'length' }, 'preprocessing/column-missing'],
  ])('refuses %s', async (_, map, code) => {
    await expect(predicted('size,weight,color\n1,2,red\n', { map })).rejects.toMatchObject({ code })
  })

  it('says what to do about decimal commas, and reads them where told to', async () => {
    const csv = 'size;weight;color\n1,5;2,25;red\n2,5;1,5;grün\n'
    await expect(predicted(csv)).rejects.toMatchObject({
      code: 'preprocessing/column-type',
      hint: 'Choose the comma as the decimal sign of this file (--decimal ,).',
    })
    const { values, notes } = await predicted(csv, { choices: { decimal: ',' } })
    expect(values).toEqual([3 + 6.75 + 100, 5 + 4.5 + 200])
    expect(notes).toEqual(['The delimiter is a semicolon; the file trained on had a comma.'])
  })

  it.each(['utf-8', 'utf-16le', 'windows-1252'])('reads %s, whatever the first file was in', async (encoding) => {
    const text = `size,weight,color\n0,0,grün\n${'0,0,red\n'.repeat(20)}`
    const bytes = iconv.encode(text, encoding, { addBOM: encoding === 'utf-16le' })
    for (const first of [{}, { encoding: 'windows-1252' }])
      expect((await predicted(bytes, {}, await opened(first))).values.slice(0, 2)).toEqual([200, 100])
  })

  it.each([
    ['an empty file', '', 'csv/empty'],
    ['a header alone', 'size,weight,color\n', 'csv/no-rows'],
    ['a file of another shape', 'a,b\n1,2\n3,4\n', 'preprocessing/column-missing'],
    ['prose', 'Dear all,\nplease find the numbers below.\n', 'preprocessing/column-missing'],
  ])('refuses %s', async (_, csv, code) => {
    const failing = predicted(csv)
    await expect(failing).rejects.toMatchObject({ code, hint: expect.stringMatching(/^[A-Z].*\.$/) as string })
  })

  it('names the cells that are not as in training, row by row', async () => {
    const { all, noticed, outsideCells } = await predicted('size,weight,color\n11,1,red\n,2,blue\n0,0,red\n')
    expect(all.map(({ notices }) => notices)).toEqual([
      [{ kind: 'outside', column: 'size', cell: 11 }],
      [
        { kind: 'imputed', column: 'size' },
        { kind: 'unseen', column: 'color', cell: 'blue' },
      ],
      undefined,
    ])
    expect(outsideCells).toBe(1)
    expect(noticed.map(({ name, examples }) => [name, examples])).toEqual([
      ['size', [11]],
      ['color', ['blue']],
    ])
  })

  it('keeps rows, copies and problems in step over many blocks', async () => {
    const lines = Array.from({ length: 20_000 }, (_, row) => `${String(row % 10)},1,red,id${String(row)}`)
    lines[9000] = '1,1,red'
    lines[15_000] = 'x,1,red,id15000'
    const {
      all,
      rows,
      predicted: count,
      firstProblem,
    } = await predicted(`size,weight,color,id\n${lines.join('\n')}\n`, { copy: ['id'] })
    expect([rows, count, firstProblem?.line]).toEqual([20_000, 19_998, 9002])
    const wrong = all.flatMap(({ line, value, copied }, row) => {
      const isRight = value === 2 * (row % 10) + 103 && copied[0] === `id${String(row)}` && line === row + 2
      return isRight ? [] : [[row, value, copied]]
    })
    expect(wrong).toEqual([
      [9000, undefined, ['']],
      [15_000, undefined, ['id15000']],
    ])
  })

  it('stops when told to, and leaves nothing', async () => {
    const before = (await readdir(tmpdir())).filter((name) => /^holdout-[A-Za-z0-9]{6}$/.test(name)).length
    const stop = new AbortController()
    const onProgress = ({ stage }: { stage: string }): void => {
      if (stage === 'predicting') stop.abort()
    }
    const csv = `size,weight,color\n${'1,2,red\n'.repeat(10_000)}`
    await expect(predicted(csv, { signal: stop.signal, onProgress })).rejects.toMatchObject({
      code: expect.stringMatching(/^stopped\//) as string,
    })
    const after = (await readdir(tmpdir())).filter((name) => /^holdout-[A-Za-z0-9]{6}$/.test(name)).length
    expect(after).toBeLessThanOrEqual(before)
  })
})
