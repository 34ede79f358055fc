import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startCli } from './testing/runCli.ts'
import { runInProcess } from './testing/runInProcess.ts'

const SERVO = 'resources/samples/servo.csv'
let folder: string
let model: string

/** An experiment on Servo that asks for a final model, with a network that learns it in a moment. */
async function experiment(name: string, finalModel = 'true'): Promise<string> {
  const path = join(folder, name)
  const text = await readFile('resources/examples/servo-regression.yaml', 'utf8')
  const short = text.replace('epochs: 200', 'epochs: 60').replace('folds: 10', 'folds: 3')
  await writeFile(
    path,
    short.replace('../samples/servo.csv', join(process.cwd(), SERVO)) +
      `\nfinalModel: ${finalModel}\nreferences: none\nimportance: none\n`,
  )
  return path
}

/** A run that leaves nothing in anybody's workspace. */
function runAlone(...args: readonly string[]) {
  return startCli(['run', ...args], { HOLDOUT_WORKSPACE: 'none' }).ended
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdout-predict-'))
  const { code, stderr } = await runAlone(await experiment('servo.yaml'), '--out', join(folder, 'out'))
  expect(code).toBe(0)
  model = join(folder, 'out/models/model-0.json')
  expect(stderr).toContain(`Model of 32-16: ${model}`)
}, 60_000)
afterAll(() => rm(folder, { recursive: true, force: true }))

function numbers(csv: string, column: number): number[] {
  const lines = csv.trim().split('\n').slice(1)
  return lines.map((line) => Number(line.split(',')[column]))
}

describe('an ensemble', () => {
  it('is saved, predicts with a spread that replays, and is exported where the format can hold it', async () => {
    const yaml = await experiment('ensemble.yaml', 'ensemble')
    const workspace = join(folder, 'workspace')
    const out = join(folder, 'ensemble')
    const { code, stderr } = await startCli(['run', yaml, '--out', out, '--workspace', workspace]).ended
    expect({ code, stderr }).toMatchObject({ code: 0 })
    const ensemble = join(out, 'models/model-0.json')
    const spread = ['--passes', '3', '--seed', '5']
    const [first, second] = [
      await runInProcess('predict', ensemble, SERVO, '--json', ...spread),
      await runInProcess('predict', ensemble, SERVO, ...spread),
    ]
    expect(second.stdout.split('\n')[0]).toBe('row,line,predicted,spread')
    const { spreads } = JSON.parse(first.stdout) as { spreads: number[] }
    expect(spreads).toEqual(numbers(second.stdout, 3))
    expect(Math.max(...spreads)).toBeGreaterThan(0)
    const exported = (format: string) =>
      runInProcess('export', 'latest', '--workspace', workspace, '--format', format, '--out', join(folder, format))
    const onnx = await exported('onnx')
    expect(onnx).toMatchObject({ code: 0, stderr: expect.stringContaining('differ from ours by at most') as string })
    expect(await readFile(join(folder, 'onnx/MODEL_CARD.md'), 'utf8')).toContain(
      'the mean of the 3 networks of the folds',
    )
    const keras = await exported('keras')
    expect(keras.code).toBe(2)
    expect(keras.stderr).toContain('received an ensemble of 3 networks')
  }, 120_000)

  it.each([
    [['--passes', '1'], '--passes: expected a whole number from 2 to 1000, received "1"'],
    [['--seed', '1'], '--seed: expected --passes beside it'],
    [['--passes', '5'], 'Passes of this model are all the same'],
  ])('refuses %j for a network that draws nothing', async (options, message) => {
    const { code, stderr } = await runInProcess('predict', model, SERVO, ...options)
    expect(code).toBe(2)
    expect(stderr).toContain(message)
  })
})

describe('predict', () => {
  it('writes a prediction for each row, in the unit of the target, and as good as the training was', async () => {
    const out = join(folder, 'predicted.csv')
    const { code, stdout, stderr } = await runInProcess('predict', model, SERVO, '--out', out)
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' })
    expect(stderr).toContain(`Predictions: ${out}`)
    const predicted = numbers(await readFile(out, 'utf8'), 2)
    const actual = numbers(await readFile(SERVO, 'utf8'), 4)
    expect(predicted).toHaveLength(actual.length)
    const squares = predicted.map((value, row) => (value - actual[row]) ** 2)
    const error = Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / squares.length)
    // The standard deviation of the target is 13.9.
    expect(error).toBeLessThan(6)
  })

  it('prints to stdout without --out, and one document with --json', async () => {
    const [plain, json] = await Promise.all([
      runInProcess('predict', model, SERVO),
      runInProcess('predict', model, SERVO, '--json'),
    ])
    const document = JSON.parse(json.stdout) as { values: number[]; rows: number; model: string }
    expect(plain.stdout.split('\n')[0]).toBe('row,line,predicted')
    expect(document).toMatchObject({ model: '32-16', task: 'regression', rows: 167, imputedCells: 0 })
    expect(document.values).toEqual(numbers(plain.stdout, 2))
  })

  it('writes over nothing unless told to, its own input least of all', async () => {
    const csv = join(folder, 'own.csv')
    await writeFile(csv, 'Vgain,Pgain,Screw,Motor\n4,5,A,E\n')
    const own = await runInProcess('predict', model, csv, '--out', csv, '--json')
    expect([own.code, (JSON.parse(own.stdout) as { error: { code: string } }).error.code]).toEqual([
      2,
      'usage/out-is-input',
    ])
    const other = join(folder, 'there.csv')
    await writeFile(other, 'kept')
    expect((await runInProcess('predict', model, csv, '--out', other)).code).toBe(2)
    expect(await readFile(other, 'utf8')).toBe('kept')
    expect((await runInProcess('predict', model, csv, '--out', other, '--force')).code).toBe(0)
    expect(await readFile(other, 'utf8')).toMatch(/^row,line,predicted\n1,2,/)
  })

  it('scores a file that has the target, and copies columns through', async () => {
    const out = join(folder, 'scored.csv')
    const { code, stdout } = await runInProcess('predict', model, SERVO, '--score', '--copy', 'Motor', '--out', out)
    expect(code).toBe(0)
    expect(stdout).toMatch(/^Scores over 167 of 167 rows\n(.*\n)*root mean squared error: [1-9]/)
    expect((await readFile(out, 'utf8')).split('\n')[0]).toBe('row,line,Motor,actual,predicted')
  })

  it('maps columns of other names, fills in absent ones and names odd cells', async () => {
    const csv = join(folder, 'renamed.csv')
    await writeFile(csv, 'motor=1;v gain;Pgain\nE;4;5\nQ;4;5000\n')
    const options = ['--map', 'motor=1=Motor', '--map', 'v gain=Vgain', '--absent', 'Screw', '--warnings']
    const { code, stdout, stderr } = await runInProcess('predict', model, csv, ...options)
    expect({ code, header: stdout.split('\n')[0] }).toEqual({ code: 0, header: 'row,line,predicted,warning' })
    expect(stdout.split('\n')[2]).toMatch(
      /,"""Q"" in Motor was not in training; 5000 in Pgain is outside the training range"$/,
    )
    expect(stderr).toContain('The delimiter is a semicolon')
    const wrong = await runInProcess('predict', model, csv, '--map', 'v gain=Vgains', '--json')
    expect([wrong.code, wrong.stdout]).toEqual([2, expect.stringContaining('usage/bad-value')])
  })

  it('says how many categories are unknown to the model', async () => {
    const csv = join(folder, 'new.csv')
    await writeFile(csv, 'Vgain,Pgain,Screw,Motor\n4,5,Z,E\n5,6,D,B\n')
    const { code, stdout, stderr } = await runInProcess('predict', model, csv)
    expect(code).toBe(0)
    expect(stdout.trim().split('\n')).toHaveLength(3)
    expect(stderr).toContain('1 cell is of a category that no training row had')
  })

  it.each([
    ['a missing column', () => ['predict', model, 'resources/samples/sonar.csv'], 3, 'preprocessing/column-missing'],
    ['a missing file', () => ['predict', model, 'no-such.csv'], 3, 'file/not-found'],
    ['a missing model', () => ['predict', 'no-such.json', SERVO], 3, 'file/not-found'],
    ['a CSV for a model', () => ['predict', SERVO, SERVO], 2, 'model/not-a-model'],
    ['one argument', () => ['predict', model], 2, 'usage/missing-argument'],
  ] as const)('refuses %s and leaves nothing behind', async (_, args, exit, error) => {
    const out = join(folder, 'none', 'x.csv')
    const { code, stdout } = await runInProcess(...args(), '--json', '--out', out)
    expect(code).toBe(exit)
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: error } })
    expect(await readdir(folder)).not.toContain('none')
  })

  it('run says that final models need a place', async () => {
    const { code, stderr } = await runAlone(await experiment('again.yaml'))
    expect(code).toBe(0)
    expect(stderr).toContain('without --out there is no place for them')
  }, 60_000)
})
