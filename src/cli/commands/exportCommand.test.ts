import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RunDocument } from '../../core/run/runDocument.ts'
import type { ExportResult } from '../../lab/exports/exportRun.ts'
import { runInProcess } from '../testing/runInProcess.ts'

const TINY = 'fixtures/experiments/tiny.yaml'
let folder: string
let document: RunDocument

const holdout = (...args: readonly string[]) => runInProcess(...args, '--workspace', join(folder, 'workspace'))

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdout-export-'))
  const text = (await readFile(TINY, 'utf8')).replace(
    'two-classes.csv',
    join(process.cwd(), 'fixtures/experiments/two-classes.csv'),
  )
  await writeFile(join(folder, 'tiny.yaml'), `${text}finalModel: true\n`)
  const { stdout } = await holdout('run', join(folder, 'tiny.yaml'), '--out', join(folder, 'ran'), '--json')
  document = JSON.parse(stdout) as RunDocument
}, 120_000)
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Training takes a process of its own, and machines are slow or busy. */
describe('export', { timeout: 120_000 }, () => {
  it('writes the files that the run wrote', async () => {
    const out = join(folder, 'files')
    const { code } = await holdout('export', document.run, '--out', out)
    expect(code).toBe(0)
    expect((await readdir(out)).sort()).toEqual((await readdir(join(folder, 'ran'))).sort())
    for (const name of ['predictions.csv', 'experiment.yaml', 'result.json'])
      expect(await readFile(join(out, name), 'utf8')).toBe(await readFile(join(folder, 'ran', name), 'utf8'))
  })

  it('writes scores, histories and predictions as CSV', async () => {
    const out = join(folder, 'numbers')
    const { stdout } = await holdout('export', 'latest', '--format', 'csv', '--out', out, '--json')
    expect(JSON.parse(stdout)).toEqual({ folder: out, files: ['scores.csv', 'histories.csv', 'predictions.csv'] })
    const scores = (await readFile(join(out, 'scores.csv'), 'utf8')).trimEnd().split('\n')
    expect(scores[0]).toMatch(/^model,repeat,fold,outer,status,epochs,seconds,accuracy,/)
    const { scores: first } = document.models[0].fitResults[0]
    expect(scores[1]).toMatch(new RegExp(`^Small,1,1,,finished,4,[\\d.e-]+,${String(first?.['accuracy'])},`))
    expect(scores).toHaveLength(1 + 6)
    const histories = (await readFile(join(out, 'histories.csv'), 'utf8')).trimEnd().split('\n')
    expect(histories[0]).toBe('model,repeat,fold,outer,epoch,loss,accuracy,valLoss,valAccuracy')
    expect(histories).toHaveLength(1 + 6 * 4)
  })

  it('writes final models that predict', async () => {
    const out = join(folder, 'final')
    await holdout('export', 'latest', '--format', 'models', '--out', out)
    expect(await readdir(out)).toEqual(['models'])
    const [model] = await readdir(join(out, 'models'))
    const { code, stdout } = await runInProcess(
      'predict',
      join(out, 'models', model),
      'fixtures/experiments/two-classes.csv',
    )
    expect(code).toBe(0)
    expect(stdout.trimEnd().split('\n')).toHaveLength(1 + 48)
    const ranged = await runInProcess(
      'predict',
      join(out, 'models', model),
      'fixtures/experiments/two-classes.csv',
      '--interval',
      '0.8',
    )
    expect(ranged.stdout.split('\n')[0]).toMatch(/^row,line,predicted,P\(.*\),P\(.*\),set$/)
    expect(ranged.stdout.split('\n')[1]).toMatch(/^1,2,/)
  })

  it.each([
    ['keras', ['model.keras']],
    ['onnx', ['model.onnx']],
    ['savedmodel', ['savedmodel/saved_model.pb']],
    ['tfjs', ['tfjs/model.json', 'tfjs/weights.bin']],
  ] as const)('writes a model as %s, with the proof that it predicts alike', async (format, names) => {
    const out = join(folder, format)
    const { code, stdout } = await holdout('export', 'latest/1', '--format', format, '--out', out, '--json')
    expect(code).toBe(0)
    const { files, parity } = JSON.parse(stdout) as ExportResult
    expect(files).toEqual(expect.arrayContaining([...names, 'parity.json']))
    for (const name of files) expect((await readFile(join(out, name))).length).toBeGreaterThan(0)
    expect(JSON.parse(await readFile(join(out, 'parity.json'), 'utf8'))).toMatchObject({ ...parity, format, rows: 48 })
    expect(parity?.maxDifference).toBeLessThanOrEqual(1e-5)
  })

  it.each([
    ['script', 'experiment.py'],
    ['notebook', 'experiment.ipynb'],
  ])(
    'writes the experiment as a %s beside its data, with the proof that its folds are the same',
    async (format, name) => {
      const out = join(folder, format)
      const { code, stdout } = await holdout('export', 'latest', '--format', format, '--out', out, '--json')
      expect(code).toBe(0)
      const { files, parity } = JSON.parse(stdout) as ExportResult
      expect(files).toEqual([name, 'data.csv', 'first-weights.npz', 'parity.json'])
      expect(parity).toMatchObject({ rows: 48, maxDifference: 0, tolerance: 0 })
    },
  )

  it('refuses a candidate that is not there, and writes nothing', async () => {
    const out = join(folder, 'nothing')
    const { code, stderr } = await holdout('export', 'latest/7', '--format', 'onnx', '--out', out)
    expect(code).toBe(2)
    expect(stderr).toMatch(/has 2 candidates: expected a number from 1 to 2, received 7/)
    await expect(readdir(out)).rejects.toMatchObject({ code: 'ENOENT' })
  })

  it.each([
    [
      ['--format', 'pickle', '--out', 'x'],
      /expected one of files, csv, tidy, parquet, models, keras, onnx, .*received "pickle"/,
    ],
    [[], /expected --out and a folder/],
  ] as const)('refuses %j', async (options, says) => {
    const { code, stderr } = await holdout('export', 'latest', ...options)
    expect(code).toBe(2)
    expect(stderr).toMatch(says)
  })
})
