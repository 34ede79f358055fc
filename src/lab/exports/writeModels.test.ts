import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeCsv } from '../../core/csv/csvWriter.ts'
import { rawColumns } from '../../core/exports/rawColumns.ts'
import { ENSEMBLE_CASES, EXPORT_CASES } from '../../core/exports/testing/exportCases.ts'
import type { ExportCase } from '../../core/exports/testing/exportCases.ts'
import { predictTable } from '../../core/model/predictTable.ts'
import { runExported } from '../../trainer/exports/runExported.ts'
import { checkedRows } from './checkedModel.ts'
import type { WrittenModel } from './checkedModel.ts'
import { PARITY_TOLERANCE, proveParity } from './parity.ts'
import { pythonPeers } from './testing/pythonPeers.ts'
import { EXPORT_FORMATS, exportFormat } from './formats.ts'
import { canTakeRaw } from './modelInput.ts'

/** Formats that another program runs. */
const MODEL_FORMATS = EXPORT_FORMATS.filter(({ writeModel }) => writeModel !== undefined)
const FORMATS = MODEL_FORMATS.map(({ id }) => id)
/** Chains of layers hold one network. */
const FORMATS_OF_ENSEMBLES = MODEL_FORMATS.filter(({ holdsOneNetwork }) => !holdsOneNetwork).map(({ id }) => id)

interface Item {
  readonly case: ExportCase
  readonly format: string
  readonly written: WrittenModel
  readonly folder: string
}

let folder: string
const items: Item[] = []
const peers = pythonPeers()

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdout-exports-'))
  for (const [index, exportCase] of [...EXPORT_CASES, ...ENSEMBLE_CASES].entries()) {
    for (const format of exportCase.model.members.length === 1 ? FORMATS : FORMATS_OF_ENSEMBLES) {
      const place = join(folder, String(index), format)
      const written = await write(exportCase, format)
      for (const [name, contents] of written.files) {
        await mkdir(dirname(join(place, name)), { recursive: true })
        await writeFile(join(place, name), contents)
      }
      items.push({ case: exportCase, format, written, folder: place })
    }
    await writeFile(join(folder, String(index), 'rows.csv'), csvOf(exportCase))
  }
})
afterAll(() => rm(folder, { recursive: true, force: true }))

function write({ model, table }: ExportCase, format: string): Promise<WrittenModel> {
  const origin = { table, version: '1.0.0', savedAt: '2026-01-02T03:04:05.678Z' }
  return exportFormat(format).writeModel!(model, origin, canTakeRaw(model))
}

it('are the formats that hold a model', () => {
  expect(FORMATS.toSorted()).toEqual(['keras', 'onnx', 'savedmodel', 'tfjs'])
  expect(FORMATS_OF_ENSEMBLES).toEqual(['onnx', 'savedmodel'])
})

/** The rows as a person has them: in a CSV, with empty cells where something is missing. */
function csvOf({ model, table }: ExportCase): string {
  const columns = rawColumns(model, table, table.rows)
  const rows = Array.from({ length: table.rows }, (_, row) => columns.map(({ values }) => values[row]))
  return writeCsv(
    columns.map(({ name }) => name),
    rows,
  )
}

function ours({ model, table }: ExportCase): Float64Array {
  return predictTable(model, table, checkedRows(table))
}

/** Loading a runtime takes seconds, and machines are slow or busy. */
describe('exported models, run by the runtimes that exports are checked with', { timeout: 120_000 }, () => {
  it.each(FORMATS)('%s predicts as ours does, for every layer, activation, task and kind of column', async (format) => {
    for (const item of items.filter((one) => one.format === format)) {
      const { format: runtime, main, input } = item.written
      const outputs = await runExported({ format: runtime, path: join(item.folder, main), input })
      const { maxDifference } = proveParity(ours(item.case), outputs, item.case.table.rows)
      expect(maxDifference, item.case.name).toBeLessThanOrEqual(PARITY_TOLERANCE)
    }
  })
})

it.each(['keras', 'tfjs'] as const)('%s refuses an ensemble, and says what to do', async (format) => {
  const refused = async () => write(ENSEMBLE_CASES[0], format)
  await expect(refused).rejects.toMatchObject({ code: 'usage/one-network' })
  await expect(refused).rejects.toThrow('received an ensemble of 3 networks')
})

interface Answer {
  readonly values?: readonly number[]
  readonly labels?: readonly string[] | null
  readonly error?: string
}

describe.skipIf(peers === undefined)('exported models, run by Keras, onnxruntime and TensorFlow in Python', () => {
  const answers = new Map<Item, Answer>()

  beforeAll(async () => {
    const wanted = items.filter(({ format }) => format !== 'tfjs')
    const manifest = wanted.map(({ case: { model, table }, format, written, folder: place }) => ({
      format,
      path: join(place, written.main),
      csv: join(place, '..', 'rows.csv'),
      columns: model.members[0].preprocessing.columns.map(({ name }) => name),
      texts: rawColumns(model, table, 1)
        .filter(({ kind }) => kind === 'text')
        .map(({ name }) => name),
    }))
    await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest))
    const program = new URL('testing/run_exports.py', import.meta.url).pathname
    const { stdout } = await promisify(execFile)(peers ?? '', [program, join(folder, 'manifest.json')], {
      maxBuffer: 64 << 20,
    })
    const told = JSON.parse(stdout) as { readonly answers: readonly Answer[] }
    for (const [index, item] of wanted.entries()) answers.set(item, told.answers[index])
  }, 300_000)

  it.each(['onnx', 'savedmodel', 'keras'] as const)('%s predicts as ours does', (format) => {
    for (const item of items.filter((one) => one.format === format)) {
      const { values, error } = answers.get(item) ?? {}
      expect(error, item.case.name).toBeUndefined()
      const outputs = { values: Float64Array.from(values ?? []), runtime: 'Python' }
      proveParity(ours(item.case), outputs, item.case.table.rows)
    }
  })

  it.each(['onnx', 'savedmodel'] as const)('%s names the likeliest class', (format) => {
    for (const item of items.filter((one) => one.format === format)) {
      const { model } = item.case
      const { labels } = answers.get(item) ?? {}
      if (model.task === 'regression') expect(labels).toBeNull()
      else expect(labels, item.case.name).toEqual(likeliest(ours(item.case), model.classes))
    }
  })
})

it.runIf(peers === undefined)(
  'could not run Keras, onnxruntime and TensorFlow in Python: there is none with them',
  () => {
    process.stdout.write('Exported models were run by our own runtimes only: no Python with Keras was found or made.\n')
  },
)

function likeliest(values: Float64Array, classes: readonly string[]): readonly string[] {
  if (classes.length === 2) return Array.from(values, (value) => classes[value > 0.5 ? 1 : 0])
  return Array.from({ length: values.length / classes.length }, (_, row) => {
    const own = values.subarray(row * classes.length, (row + 1) * classes.length)
    return classes[own.indexOf(Math.max(...own))]
  })
}
