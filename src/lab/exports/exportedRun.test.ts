import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runCli } from '../../cli/testing/runCli.ts'
import { encodeTarget } from '../../core/preprocessing/encodeTarget.ts'
import { makeSplits } from '../../core/split/makeSplits.ts'
import { splitRowsOf } from '../../core/split/splitRowsOf.ts'
import type { FlatValidation } from '../../core/split/validationSpec.ts'
import { Workspace } from '../workspace/workspace.ts'
import { loadExportSource } from './exportSource.ts'
import type { ExportSource } from './exportSource.ts'
import { cardHtml } from './card/cardHtml.ts'
import { cardMarkdown } from './card/cardMarkdown.ts'
import { modelCard } from './card/modelCard.ts'
import { parquetFile } from './results/parquetFile.ts'
import { resultTables } from './results/resultTables.ts'
import { parquetSql, queryRows, withDuckDb } from '../datasets/read/duckDatabase.ts'
import { writeCsv } from '../../core/csv/csvWriter.ts'
import { EXPORT_CASES } from '../../core/exports/testing/exportCases.ts'
import type { TrainedModel } from '../../core/model/trainedModel.ts'
import { pythonPeers } from './testing/pythonPeers.ts'
import { notebook } from './script/notebook.ts'
import { literal } from './script/python.ts'
import { writeScript } from './script/scriptFiles.ts'

/** Missing cells, a category that one fold alone has, groups, class weights, marks, a name that is a formula. */
const EXPERIMENT = `holdout: 1
name: 'The "very" same \\ folds'
dataset: { file: data.csv, target: kind, columns: { who: { role: group }, kind: { role: target } } }
task: binary
seed: 11
preprocessing: { numeric: { impute: mean, missingIndicator: true, scale: robust }, category: { encode: oneHot } }
validation: { strategy: stratified-group-k-fold, folds: 3, shuffle: true, repeats: 2 }
training: { epochs: 5, batchSize: 8, classWeight: balanced }
models:
  - name: First
    optimizer: { type: rmsprop, learningRate: 0.01, centered: true }
    layers:
      - { type: dense, units: 6, activation: mish, kernelRegularizer: { type: l1l2, l1: 0.01, l2: 0.02 } }
      - { type: layerNormalization }
      - { type: dense, units: 4, activation: hardSigmoid, useBias: false, kernelInitializer: { type: heUniform } }
      - output
  - name: 'Noisy "one"'
    layers: [{ type: dropout, rate: 0.3 }, output]
`

let folder: string
let workspace: Workspace
let source: ExportSource
const peers = pythonPeers()
const rscript = process.env['HOLDOUT_RSCRIPT'] || undefined

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdout-script-'))
  const lines = Array.from({ length: 48 }, (_, row) => {
    const size = row % 7 === 2 ? '' : String(((row * 37) % 23) / 7)
    const colour = row === 5 ? 'rare' : row % 5 === 1 ? '' : ['red', '=blue', '绿'][row % 3]
    return `${size},${colour},${String((row * 13) % 11)},g${String(row % 12)},${(row * 5) % 3 === 0 ? 'b' : 'a'}`
  })
  await writeFile(join(folder, 'data.csv'), ['size,colour,"=n",who,kind', ...lines, ''].join('\n'))
  await writeFile(join(folder, 'experiment.yaml'), EXPERIMENT)
  const { code, stdout, stderr } = await runCli(
    'run',
    join(folder, 'experiment.yaml'),
    '--workspace',
    join(folder, 'workspace'),
    '--json',
  )
  expect(code, stderr).toBe(0)
  workspace = await Workspace.open({ folder: join(folder, 'workspace'), access: 'read', program: 'test' })
  source = await loadExportSource(workspace, (JSON.parse(stdout) as { run: string }).run, undefined)
}, 120_000)
afterAll(async () => {
  await workspace.shutdown()
  await rm(folder, { recursive: true, force: true })
})

/** What `run_script.py` prints. */
interface ToldByPython {
  readonly splits: readonly object[]
  readonly differences: Readonly<Record<string, number>>
  /** What the notebook printed. */
  readonly notebook: string
}

describe('writeScript', () => {
  it('refuses folds that are not those of the run', () => {
    const { validation } = source.stored.job
    const other = { ...source.stored, job: { ...source.stored.job, validation: { ...validation, seed: 12 } } }
    expect(() => writeScript({ ...source, stored: other })).toThrow(/holds out other rows than the run did/)
  })

  it.runIf(peers === undefined)('could not be run by Keras: there is no Python with it', () => {
    process.stdout.write('The script was written but not run: no Python with Keras was found or made.\n')
  })

  it.skipIf(peers === undefined)(
    'runs in Keras with the same folds, and from the same weights to the same losses',
    async () => {
      const { cells, files } = writeScript(source)
      for (const [name, contents] of files) await writeFile(join(folder, name), contents)
      await writeFile(join(folder, 'experiment.py'), `${cells.join('\n\n\n')}\n`)
      await writeFile(join(folder, 'experiment.ipynb'), notebook(cells))
      const program = new URL('testing/run_script.py', import.meta.url).pathname
      const args = [program, join(folder, 'experiment.py'), join(folder, 'experiment.ipynb')]
      const { stdout } = await promisify(execFile)(peers ?? '', args, { maxBuffer: 16 << 20 })
      const told = JSON.parse(stdout) as ToldByPython
      const { table, stored } = source
      const rows = splitRowsOf(table, encodeTarget(table, 'binary'))
      const splits = makeSplits(stored.job.validation as FlatValidation, rows, stored.job.seed)
      expect(told.splits).toEqual(
        splits.map(({ repeat, fold, train, test }) => ({ repeat, fold, train: [...train], heldOut: [...test] })),
      )
      expect(Object.keys(told.differences)).toEqual(['First'])
      expect(told.differences['First']).toBeLessThan(1e-4)
      for (const { name } of source.document.models) expect(told.notebook).toContain(`${name}: `)
    },
    300_000,
  )
})

describe('resultTables', () => {
  it('holds every score, epoch, prediction and diagnostic once', () => {
    const tables = Object.fromEntries(resultTables(source).map((table) => [table.name, [...table.rows]]))
    const fits = 2 * 6
    expect(tables['scores']).toHaveLength(
      source.document.models.flatMap((model) => model.fitResults.flatMap(({ scores }) => Object.keys(scores ?? {})))
        .length,
    )
    expect(tables['histories']?.filter((row) => row[7] === 'loss')).toHaveLength(fits * 5)
    // Two models, two repeats, 48 rows, two classes.
    expect(tables['predictions']).toHaveLength(2 * 2 * 48 * 2)
    const diagnosed = new Set(tables['diagnostics']?.map((row) => row[3]))
    expect(diagnosed).toContain('confusionMatrix')
    expect(diagnosed).toContain('calibration')
  })

  it('writes Parquet that DuckDB reads with the types it says', async () => {
    for (const table of resultTables(source)) {
      const path = join(folder, `${table.name}.parquet`)
      await writeFile(path, await parquetFile(table))
      const [rows, types] = await withDuckDb({ tempFolder: folder, files: [path] }, async (connection) => [
        await queryRows(connection, `SELECT * FROM ${parquetSql(path)}`),
        await queryRows(connection, `DESCRIBE SELECT * FROM ${parquetSql(path)}`),
      ])
      const again = resultTables(source).find(({ name }) => name === table.name)
      expect(rows.map((row) => row.map((cell) => (typeof cell === 'bigint' ? Number(cell) : cell)))).toEqual([
        ...(again?.rows ?? []),
      ])
      expect(types.map(([name]) => name)).toEqual(table.columns.map(({ name }) => name))
    }
  })

  describe('as the guide shows', () => {
    const guide = () => readFile('docs/results-in-python-and-r.md', 'utf8')

    beforeAll(async () => {
      const results = join(folder, 'results')
      await mkdir(results, { recursive: true })
      for (const table of resultTables(source)) {
        await writeFile(join(results, `${table.name}.parquet`), await parquetFile(table))
        const [again] = resultTables(source).filter(({ name }) => name === table.name)
        await writeFile(
          join(results, `${table.name}.csv`),
          writeCsv(
            again.columns.map(({ name }) => name),
            again.rows,
          ),
        )
      }
    })

    it.skipIf(peers === undefined)(
      'is read by pandas and polars',
      async () => {
        const blocks = [...(await guide()).matchAll(/```python\n([^]*?)```/g)].map(([, code]) => code)
        expect(blocks).toHaveLength(2)
        await writeFile(
          join(folder, 'guide.py'),
          `${blocks.join('\n')}\nassert len(wrong) > 0 and len(worst) == 10 and len(curves) == 5\n`,
        )
        await promisify(execFile)(peers ?? '', [join(folder, 'guide.py')], { cwd: folder })
      },
      120_000,
    )

    it.skipIf(rscript === undefined)(
      'is read by R',
      async () => {
        const blocks = [...(await guide()).matchAll(/```r\n([^]*?)```/g)].map(([, code]) => code)
        expect(blocks).toHaveLength(1)
        const shows = `stopifnot(nrow(means) > 0, all(is.finite(means$value)), nrow(curves) > 0, nrow(worst) == 10,
          diff(worst$probability) >= 0, is.numeric(scores$value), names(worst)[1] == "repeat")`
        await writeFile(join(folder, 'guide.R'), `${blocks.join('\n')}\n${shows}\n`)
        await promisify(execFile)(rscript ?? '', ['--vanilla', join(folder, 'guide.R')], { cwd: folder })
      },
      120_000,
    )
  })
})

describe('modelCard', () => {
  const model: TrainedModel = { ...EXPORT_CASES[0].model, name: '<script>|# `x`' }
  const parity = { rows: 48, maxDifference: 2e-7, runtime: 'a runtime', tolerance: 1e-5 }
  const card = () => modelCard(source, { model, position: 0, parity, fingerprints: { model: 'f'.repeat(64) } })

  it('tells data, protocol, scores with intervals, limits, the check and fingerprints', () => {
    const text = cardMarkdown(card())
    for (const part of ['## Data', '## Protocol', '## Scores on held-out rows', '## Limits', '## Fingerprints'])
      expect(text).toContain(part)
    expect(text).toMatch(/\| Accuracy, % \| [\d.]+ \| [\d.]+ \| [\d.−]+ to [\d.]+ \|/)
    expect(text).toContain(source.document.dataset.sha256)
    expect(text).toContain('differs from the model in Holdout by at most 2.0e-7')
  })

  it('shows names as text, whatever they are', () => {
    expect(cardMarkdown(card())).toContain('# Model card: \\<script\\>\\|\\# \\`x\\`')
    expect(cardHtml(card())).toContain('Model card: &lt;script&gt;|# `x`')
    expect(cardHtml(card())).not.toContain('<script')
  })
})

describe('literal', () => {
  it('writes values as Python reads them', () => {
    expect(literal({ 'a"b': [1.5, true, null, 'x\\y\n'], ü: NaN })).toBe(
      '{"a\\"b": [1.5, True, None, "x\\\\y\\n"], "ü": float("nan")}',
    )
    expect(literal('👍\ud800')).toBe('"👍\\ud800"')
  })
})

it('leaves what the run left: the experiment text is not in the script, the data is beside it', async () => {
  const { files } = writeScript(source)
  const [, csv] = files.find(([name]) => name === 'data.csv') ?? []
  expect(
    Buffer.from(csv ?? '')
      .toString()
      .split('\n')[0],
  ).toBe("size,colour,'=n,kind,holdout group")
  expect(await readFile(join(folder, 'experiment.yaml'), 'utf8')).toBe(EXPERIMENT)
})
