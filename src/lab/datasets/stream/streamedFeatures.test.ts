import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SavedModel } from '../../../core/model/savedModel.ts'
import { openModel } from '../../models/openModel.ts'
import { predictCsv } from '../../models/predictCsv.ts'
import type { PredictRequest } from '../../models/predictCsv.ts'
import type { PredictedRow } from '../../models/predictedRow.ts'
import { additiveModel } from '../../models/testing/additiveModel.ts'

let folder: string
let model: Awaited<ReturnType<typeof openModel>>
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdout-stream-'))
  const columns = { size: { type: 'number', decimal: '.' }, weight: { type: 'number', decimal: '.' } }
  const saved: SavedModel = {
    ...additiveModel,
    dataset: {
      target: 'cost',
      header: true,
      delimiter: ',',
      quote: '"',
      columns: { ...columns, cost: { type: 'number', decimal: '.' } },
    },
  } as SavedModel
  const path = join(folder, 'model.json')
  await writeFile(path, JSON.stringify(saved))
  model = await openModel(path)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** What comes of a file, and how often its rows were begun. */
async function predicted(contents: string | Uint8Array, request: PredictRequest) {
  const file = join(folder, 'rows.csv')
  await writeFile(file, contents)
  let rows: PredictedRow[] = []
  let begun = 0
  const shares: (number | undefined)[] = []
  const found = await predictCsv(
    model,
    file,
    { scores: 'whereFound', ...request, onProgress: (one) => one.stage === 'predicting' && shares.push(one.rows) },
    {
      begin: () => {
        begun += 1
        rows = []
      },
      add: (block) => void rows.push(...block),
    },
  )
  const { inspection, warnings: _warnings, hasProblems, ...summary } = found
  // Only what the model does not ask for is derived from the whole of a file.
  const ledger = inspection.ledger.filter(
    ({ column }) => column === undefined || column in { size: 1, weight: 1, color: 1 },
  )
  return {
    told: { ...summary, hasProblems, ledger, rows, inspected: inspection.rows },
    begun,
    isStreamed: shares.at(-1) === undefined,
  }
}

const ROWS = 20_000
const rowOf = (at: number) =>
  `${String(at % 11)},${String(at / 7).slice(0, 6)},${['red', 'grün', 'blue', ''][at % 4]},${String(at)},n${String(at)}`
const lines = Array.from({ length: ROWS }, (_, at) => rowOf(at))
const HEADER = 'size,weight,color,cost,note'
const csv = (rows: readonly string[], newline = '\n') => `${[HEADER, ...rows].join(newline)}${newline}`
const changed = (at: number, row: string) => csv(lines.with(at, row))

/** Files that are known from their beginning, and read once. */
const PLAIN: readonly (readonly [string, string | Uint8Array])[] = [
  ['plain rows', csv(lines)],
  ['missing cells and words for them', changed(15_000, ' ,5,NA,,x')],
  ['quotes, blanks and newlines in cells', changed(15_000, '" 4 ","7", grün ,"1.5","a ""b"" ,\nc"')],
  ['blank lines, an open end and Windows newlines', csv(lines.with(9000, `${lines[9000]}\r\n`), '\r\n').trimEnd()],
  ['another order and more columns', csv(lines).replace(HEADER, 'size,weight,color,cost,extra')],
  [
    'names of rows that the header leaves out',
    `${HEADER}\n${lines.map((line, at) => `${String(at)},${line}`).join('\n')}`,
  ],
  ['rows that end with a delimiter', `${HEADER}\n${lines.map((line) => `${line},`).join('\n')}`],
  ['a packed file', gzipSync(csv(lines))],
]

/** Files in which something beyond their beginning takes a closer look. */
const ODD: readonly (readonly [string, string | Uint8Array])[] = [
  ['a word for a number', changed(15_000, 'much,5,red,1,x')],
  ['an infinite number', changed(15_000, 'inf,5,red,1,x')],
  ['a missing cell where none was in training', changed(15_000, '4,,red,1,x')],
  ['a row of another length', changed(15_000, '4,5,red')],
  [
    'another encoding',
    Buffer.concat([
      Buffer.from(csv(lines.map((line) => line.replace('grün', 'red')))),
      Buffer.from('4,5,gr\xfcn,1,x\n', 'latin1'),
    ]),
  ],
]

describe.each([
  ['known from its beginning', PLAIN, { begun: 1, isStreamed: true }],
  ['with something odd far down', ODD, { begun: 2, isStreamed: false }],
] as const)('a file %s', (_, files, expected) => {
  it.each(files)('%s: comes to the same as by a database', { timeout: 120_000 }, async (_name, contents) => {
    const request = { copy: contents.toString().includes(',note') ? ['note'] : [] }
    const { told: whole, ...byDatabase } = await predicted(contents, { ...request, streamsFrom: Infinity })
    expect(byDatabase).toEqual({ begun: 1, isStreamed: false })
    const { told: streamed, ...way } = await predicted(contents, { ...request, streamsFrom: 0 })
    expect(way).toEqual(expected)
    expect(streamed).toEqual(whole)
  })
})

it('a file that no one can read is refused as it always is', { timeout: 120_000 }, async () => {
  const reading = predicted(changed(15_000, '4,5,"red,1,x'), { streamsFrom: 0 })
  await expect(reading).rejects.toMatchObject({ code: 'csv/open-quote', line: 15_002 })
})

it('is stopped between two blocks', async () => {
  const stop = new AbortController()
  await writeFile(join(folder, 'rows.csv'), csv(lines))
  const seen: number[] = []
  const add = (rows: readonly PredictedRow[]) => {
    seen.push(rows.length)
    stop.abort()
  }
  const predicting = predictCsv(model, join(folder, 'rows.csv'), { streamsFrom: 0, signal: stop.signal }, { add })
  await expect(predicting).rejects.toMatchObject({ code: expect.stringMatching(/^stopped\//) as string })
  expect(seen).toEqual([8192])
})
