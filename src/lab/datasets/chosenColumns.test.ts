import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DatasetSettings } from '../../core/dataset/datasetSettings.ts'
import { decodeTable, encodeTable } from '../../core/dataset/tableFile.ts'
import { completePreprocessing } from '../../core/experiment/resolve/defaults.ts'
import { fitPreprocessing } from '../../core/preprocessing/fitPreprocessing.ts'
import { transformRowsExactly } from '../../core/preprocessing/transformRows.ts'
import { readTable } from './read/readTable.ts'

const CSV = `V1,size,y
2024-01-31,M,1
2024-02-29,S,2
,L,3
2024-12-02,S,4
`
let folder: string
let file: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdout-chosen-'))
  file = join(folder, 'sizes.csv')
  await writeFile(file, CSV)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** The prepared matrix, fitted on the first two rows, of the table as the trainer receives it. */
async function prepared(settings: Omit<DatasetSettings, 'target'>, numeric = {}) {
  const { table, inspection } = await readTable(file, { target: 'y', ...settings })
  const received = decodeTable(encodeTable(table))
  const fitted = fitPreprocessing(received, completePreprocessing({ numeric }), Int32Array.of(0, 1))
  const { matrix, width } = transformRowsExactly(fitted, received)
  const rows = Array.from({ length: table.rows }, (_, row) => [...matrix.subarray(row * width, (row + 1) * width)])
  return { rows, outputs: fitted.outputs, ledger: inspection.ledger }
}

describe('what is said of columns', () => {
  it('parts of a date are inputs: days since the first, month and weekday', async () => {
    const columns = { V1: { parts: ['days', 'month', 'weekday'] }, size: { role: 'ignore' } } as const
    const { rows, outputs } = await prepared({ columns }, { scale: 'none' })
    expect(outputs).toHaveLength(1 + 12 + 7)
    const named = rows.map((row) => outputs.filter((_, at) => at > 0 && row[at] === 1))
    expect(named).toEqual([
      ['V1 (month)=1', 'V1 (weekday)=3'],
      ['V1 (month)=2', 'V1 (weekday)=4'],
      [],
      ['V1 (month)=12', 'V1 (weekday)=1'],
    ])
    // The missing date is filled with the median of the training rows.
    expect(rows.map(([days]) => days)).toEqual([0, 29, 14.5, 306])
  })

  it('a date without its days has parts alone, and the mark of a missing cell before them', async () => {
    const columns = { V1: { parts: ['weekday'] }, size: { role: 'ignore' } } as const
    const { rows, outputs } = await prepared({ columns }, { missingIndicator: true })
    expect(outputs[0]).toBe('V1 (missing)')
    expect(outputs).toHaveLength(8)
    expect(rows.map((row) => row.indexOf(1))).toEqual([3, 4, 0, 1])
  })

  it('an ordinal category is its rank in the order given, seen in training or not', async () => {
    const columns = { size: { order: ['S', 'M', 'L'] }, V1: { role: 'ignore' } } as const
    const { rows, outputs } = await prepared({ columns })
    expect(outputs).toEqual(['size'])
    expect(rows).toEqual([[1], [0], [-1], [0]])
  })

  it('an order must name every label', async () => {
    const columns = { size: { order: ['S', 'M'] } }
    await expect(prepared({ columns })).rejects.toMatchObject({
      code: 'dataset/level-order',
      message: expect.stringContaining('lacks the labels "L"') as string,
    })
  })

  it('parts are for dates, and an order for categories', async () => {
    const wrong = [{ size: { parts: ['month'] } }, { V1: { order: ['S', 'M'] } }] as const
    for (const columns of wrong)
      await expect(prepared({ columns })).rejects.toMatchObject({
        code: 'dataset/column-setting',
      })
    const { outputs } = await prepared({ columns: { '*': { parts: ['month'] } } })
    expect(outputs.filter((name) => name.startsWith('V1'))).toHaveLength(12)
  })

  it('a renamed column goes by its new name everywhere, and the ledger says so', async () => {
    const { outputs, ledger } = await prepared({
      names: { V1: 'when', size: 'V1' },
      columns: { V1: { order: ['S', 'M', 'L'] } },
    })
    expect(outputs).toEqual(['when', 'V1'])
    const renamed = ledger.filter(({ kind }) => kind === 'renamed').map(({ message }) => message)
    expect(renamed).toEqual([
      'It was renamed from "V1", as asked for; it is called when.',
      'It was renamed from "size", as asked for; it is called V1.',
    ])
  })

  it('a name is given to one column alone, and only to one that is there', async () => {
    await expect(prepared({ names: { V1: 'size' } })).rejects.toMatchObject({ code: 'dataset/column-names' })
    await expect(prepared({ names: { V7: 'when' } })).rejects.toMatchObject({ code: 'dataset/no-such-column' })
  })
})
