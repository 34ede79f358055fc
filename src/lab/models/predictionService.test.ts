import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PredictionService } from './predictionService.ts'
import { additiveModel } from './testing/additiveModel.ts'

const service = new PredictionService()
let folder: string
let model: string
let file: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdout-service-'))
  model = join(folder, 'model.json')
  file = join(folder, 'new rows.csv')
  const columns = { size: { type: 'number', decimal: '.' }, weight: { type: 'number', decimal: '.' } }
  const dataset = { target: 'cost', header: true, delimiter: ',', quote: '"', columns }
  const heldOutScores = Array.from({ length: 19 }, (_, at) => at + 1)
  await writeFile(model, JSON.stringify({ ...additiveModel, dataset, heldOutScores }))
})
afterAll(async () => {
  await service.shutdown()
  await rm(folder, { recursive: true, force: true })
})

test('a model is described, a file is matched, predicted and kept', async () => {
  expect(await service.facts('file:x', model)).toMatchObject({
    model: 'file:x',
    target: 'cost',
    heldOutRows: 19,
    members: 1,
    columns: [
      { name: 'size', kind: 'number', type: 'number', fill: 4, mayBeMissing: true, range: [0, 10] },
      { name: 'weight', fill: null, mayBeMissing: false },
      { name: 'color', kind: 'category', levels: ['grün', 'red'], fill: 'red' },
    ],
  })
  await writeFile(file, 'Size;weight;color;cost;note\n1;2;red;109;=1+1\n20;2;blue;46;b\n')
  const reading = await service.inspect({ model, file })
  expect(reading).toMatchObject({ rows: 2, hasTarget: true, dialect: { delimiter: ';' } })
  expect(reading.matches.map(({ by, from }) => [by, from])).toEqual([
    ['alike', 'Size'],
    ['same', 'weight'],
    ['same', 'color'],
  ])
  const request = { model, file, map: { size: 'Size' }, level: 0.5, copy: ['note'] }
  const sample = await service.predict({ ...request, isSample: true }, {})
  const { id = '', ...whole } = await service.predict({ ...request, isSample: false }, {})
  expect(whole).toEqual(sample)
  expect(whole).toMatchObject({ rows: 2, predicted: 2, scoredRows: 2, counts: { all: 2, warned: 1, unsure: 0 } })
  expect(whole.scores?.['meanAbsoluteError']).toBe(0.5)
  expect(whole.shown.warned).toEqual([
    {
      row: 2,
      line: 3,
      copied: ['b'],
      actual: 46,
      predicted: 46,
      range: [36, 56],
      notices: [
        { kind: 'outside', column: 'size', cell: 20 },
        { kind: 'unseen', column: 'color', cell: 'blue' },
      ],
    },
  ])
  const kept = service.kept(id)
  expect(kept.name).toBe('new rows predicted.csv')
  expect(await readFile(kept.path, 'utf8')).toBe(
    'row,line,note,actual,predicted,low,high,warning\n' +
      "1,2,'=1+1,109,108,98,118,\n" +
      '2,3,b,46,46,36,56,"20 in size is outside the training range; ""blue"" in color was not in training"\n',
  )
})

test('what is called off leaves nothing', async () => {
  await writeFile(file, `size,weight,color\n${'1,2,red\n'.repeat(60_000)}`)
  const stop = new AbortController()
  const seen: number[] = []
  const predicting = service.predict(
    { model, file, isSample: false },
    {
      signal: stop.signal,
      onProgress: ({ done = 0 }) => {
        seen.push(done)
        if (done > 0) stop.abort()
      },
    },
  )
  await expect(predicting).rejects.toMatchObject({ code: expect.stringMatching(/^stopped\//) as string })
  expect(seen.at(-1)).toBeLessThan(60_000)
})

test('a row typed by hand is predicted as a file is', async () => {
  const typed = await service.row({ model, cells: { size: '', weight: '1,5', color: 'grün' }, level: 0.5 })
  expect(typed).toMatchObject({
    predicted: 212.5,
    range: [202.5, 222.5],
    notices: [{ kind: 'imputed', column: 'size' }],
  })
  await expect(service.row({ model, cells: { weight: 'much' } })).rejects.toThrow('"much"')
  await expect(service.row({ model, cells: {} })).rejects.toThrow('the cell of weight is missing')
})

test('results end with the service', async () => {
  await writeFile(file, 'size,weight,color\n1,2,red\n')
  const own = new PredictionService()
  const { id = '' } = await own.predict({ model, file, isSample: false }, {})
  const { path } = own.kept(id)
  await own.shutdown()
  await expect(stat(path)).rejects.toMatchObject({ code: 'ENOENT' })
  expect(() => own.kept(id)).toThrow(expect.objectContaining({ code: 'usage/no-predictions' }) as Error)
})
