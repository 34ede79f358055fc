import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runCli } from '../../../cli/testing/runCli.ts'
import { encodeTarget } from '../../../core/preprocessing/encodeTarget.ts'
import { makeSplits } from '../../../core/split/makeSplits.ts'
import { splitRowsOf } from '../../../core/split/splitRowsOf.ts'
import type { FlatValidation } from '../../../core/split/validationSpec.ts'
import { Workspace } from '../../workspace/workspace.ts'
import { loadExportSource } from '../exportSource.ts'
import type { ExportSource } from '../exportSource.ts'
import { pythonPeers } from '../testing/pythonPeers.ts'
import { notebook } from './notebook.ts'
import { literal } from './python.ts'
import { writeScript } from './scriptFiles.ts'

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
      const program = new URL('../testing/run_script.py', import.meta.url).pathname
      const args = [program, join(folder, 'experiment.py'), join(folder, 'experiment.ipynb')]
      const { stdout } = await promisify(execFile)(peers ?? '', args, { maxBuffer: 16 << 20 })
      const told = JSON.parse(stdout) as { splits: object[]; differences: Record<string, number> }
      const { table, stored } = source
      const rows = splitRowsOf(table, encodeTarget(table, 'binary'))
      const splits = makeSplits(stored.job.validation as FlatValidation, rows, stored.job.seed)
      expect(told.splits).toEqual(
        splits.map(({ repeat, fold, train, test }) => ({ repeat, fold, train: [...train], heldOut: [...test] })),
      )
      expect(Object.keys(told.differences)).toEqual(['First'])
      expect(told.differences['First']).toBeLessThan(1e-4)
    },
    180_000,
  )
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
  expect(String(csv).split('\n')[0]).toBe("size,colour,'=n,kind,holdout group")
  expect(await readFile(join(folder, 'experiment.yaml'), 'utf8')).toBe(EXPERIMENT)
})
