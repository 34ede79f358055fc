import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Table } from '../../../core/dataset/table.ts'
import { completePreprocessing } from '../../../core/experiment/resolve/defaults.ts'
import { fitPreprocessing } from '../../../core/preprocessing/fitPreprocessing.ts'
import { transformRowsExactly } from '../../../core/preprocessing/transformRows.ts'
import { pythonPeers } from '../testing/pythonPeers.ts'
import { prepareCode } from './prepareCode.ts'
import { literal } from './python.ts'

const python = pythonPeers()
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdout-prepare-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const DAYS = [19_753, 19_782.5, NaN, 20_059, -400]
const TABLE: Table = {
  rows: DAYS.length,
  features: [
    { kind: 'number', name: 'when', values: Float64Array.from(DAYS), dateParts: ['days', 'month', 'weekday'] },
    { kind: 'number', name: 'born', values: Float64Array.from(DAYS), dateParts: ['month'] },
    { kind: 'number', name: 'x', values: Float64Array.of(1, 2, 3, NaN, 5) },
    { kind: 'category', name: 'size', levels: ['S', 'M', 'L'], codes: Int32Array.of(1, 0, 2, 0, -1), isOrdered: true },
    { kind: 'category', name: 'land', levels: ['a', 'b'], codes: Int32Array.of(0, 1, 1, 0, 0) },
  ],
  target: { kind: 'number', name: 'y', values: new Float64Array(DAYS.length) },
}
const TRAIN = [0, 1, 2, 3]

it.skipIf(python === undefined).each(['none', 'standard'] as const)(
  'the script prepares dates and ordinal categories as Holdout does (scale: %s)',
  async (scale) => {
    const spec = completePreprocessing({ numeric: { scale, missingIndicator: true } })
    const { code, imports } = prepareCode(TABLE, spec)
    const program = join(folder, `${scale}.py`)
    await writeFile(
      program,
      `import json
import numpy as np
import pandas as pd
${imports.join('\n')}
NUMBERS = ${literal(namesOf('number'))}
FEATURES = ${literal(TABLE.features.map(({ name }) => name))}
table = pd.DataFrame(json.loads(${literal(JSON.stringify(cells()))}))
table[NUMBERS] = table[NUMBERS].astype(float)
${code}
print(json.dumps(prepare(np.array(${literal(TRAIN)})).tolist()))
`,
    )
    const { stdout } = await promisify(execFile)(python ?? '', [program])
    const { matrix, width } = transformRowsExactly(fitPreprocessing(TABLE, spec, Int32Array.from(TRAIN)), TABLE)
    const ours = DAYS.map((_, row) => [...matrix.subarray(row * width, (row + 1) * width)].map(Math.fround))
    const theirs = JSON.parse(stdout) as number[][]
    expect(theirs.map((row) => row.length)).toEqual(ours.map((row) => row.length))
    theirs.flat().forEach((value, at) => expect(value).toBeCloseTo(ours.flat()[at], 5))
  },
  300_000,
)

function namesOf(kind: 'number' | 'category'): string[] {
  return TABLE.features.filter((column) => column.kind === kind).map(({ name }) => name)
}

/** The table as the CSV beside a script holds it. */
function cells(): Record<string, (number | string | null)[]> {
  return Object.fromEntries(
    TABLE.features.map((column) => [
      column.name,
      column.kind === 'number'
        ? Array.from(column.values, (value) => (Number.isNaN(value) ? null : value))
        : Array.from(column.codes, (code) => (code < 0 ? '' : column.levels[code])),
    ]),
  )
}
