import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ErrorData } from '../core/errors.ts'
import type { RunDocument } from '../core/run/runDocument.ts'
import { readCsvRows } from './testing/readCsvRows.ts'
import { runInProcess } from './testing/runInProcess.ts'

const FIELD = join(process.cwd(), 'fixtures/field')
const TIMEOUT_MS = 300_000

/** A file as people bring them, what is said of it, and where that leads. */
interface FieldCase {
  readonly file: string
  /** The experiment beside it; else a small one about `target`. */
  readonly experiment?: string
  readonly target?: string
  /** What is said of the dataset and the protocol beyond that. */
  readonly dataset?: string
  readonly validation?: string
  /** The text of a sibling, under the name `file`. */
  readonly text?: string
  /** Rows and features of the run; or the code of the refusal and what its hint names. */
  readonly ends: { readonly rows: number; readonly features: number } | { readonly code: string; readonly hint: RegExp }
}

const rows = (header: string, count: number, row: (index: number) => string): string =>
  `${header}\n${Array.from({ length: count }, (_, index) => row(index)).join('\n')}\n`
const label = (index: number): string => (index % 2 === 0 ? 'a' : 'b')
const day = (index: number): string => `2024-01-${String(index + 1).padStart(2, '0')}`

const FILES: readonly FieldCase[] = [
  { file: '01-decimal-comma.tsv', target: 'y', ends: { rows: 4, features: 2 } },
  { file: '02-train.csv', experiment: '02-train.yaml', ends: { rows: 24, features: 1 } },
  { file: '02-train-dates.csv', experiment: '02-train-dates.yaml', ends: { rows: 24, features: 2 } },
  { file: '02-new.csv', target: 'area', ends: { code: 'dataset/no-features', hint: /another file/ } },
  { file: '02-new-control.csv', target: 'area', ends: { code: 'dataset/no-features', hint: /another file/ } },
  { file: '02-new-dates.csv', target: 'area', ends: { code: 'dataset/', hint: /target/ } },
  { file: '03-thousands.csv', experiment: '03-thousands.yaml', ends: { rows: 24, features: 1 } },
  { file: '04-hash-header.tsv', target: 'y', ends: { code: 'split/', hint: /Leave out the class/ } },
  { file: '04-hash-rows.csv', target: 'y', ends: { rows: 5, features: 2 } },
  { file: '05-header-again.csv', target: 'label', ends: { rows: 6, features: 2 } },
  { file: '06-numbered-names.csv', target: '3', ends: { rows: 3, features: 3 } },
  { file: '06-pandas-index.csv', target: 'y', ends: { rows: 4, features: 3 } },
  { file: '07-codes-as-dates.csv', target: 'won', ends: { rows: 4, features: 1 } },
  { file: '08-sentinel.csv', target: 'y', dataset: 'missing: ["-99"]', ends: { rows: 5, features: 1 } },
  { file: '09-signs.csv', target: 'y', ends: { rows: 6, features: 3 } },
  { file: '10-look-alike.csv', target: 'y', ends: { code: 'dataset/target-type', hint: /lookAlikes: join/ } },
  {
    file: '10-look-alike.csv',
    target: 'y',
    dataset: 'columns: { y: { lookAlikes: join } }',
    ends: { rows: 8, features: 1 },
  },
  { file: '11-one-zero.csv', target: 'price', ends: { rows: 30, features: 1 } },
  { file: '12-ragged-train.csv', experiment: '12-ragged-train.yaml', ends: { rows: 100, features: 2 } },
  { file: '12-ragged-new.csv', target: 'b', ends: { code: 'csv/ragged-row', hint: /leaveOut/ } },
  { file: '13-survivors.csv', experiment: '13-survivors.yaml', ends: { rows: 150, features: 2 } },
  {
    file: '14-patients.csv',
    experiment: '14-patients-group-ignored.yaml',
    ends: { code: 'experiment/', hint: /groups: ignore/ },
  },
  { file: '14-patients.csv', experiment: '14-patients-grouped.yaml', ends: { rows: 300, features: 2 } },
  {
    file: '15-newest-first.csv',
    experiment: '15-newest-first.yaml',
    ends: { code: 'experiment/', hint: /time: date/ },
  },
  { file: '16-cancer.csv', experiment: '16-cancer-f1.yaml', ends: { rows: 150, features: 3 } },
  { file: '17-weights.csv', experiment: '17-weights.yaml', ends: { rows: 150, features: 3 } },
]

/** Of the kinds that `lab/datasets/testing/readingCases.ts` does not vary: rows that do not fit, groups, time, weights. */
const SIBLINGS: readonly FieldCase[] = [
  {
    file: '12-one-short.csv',
    target: 'y',
    text: `a,b,y\n1,2,a\n3,b\n${rows('4,5,a', 9, (i) => `${String(i)},1,${label(i)}`)}`,
    ends: { code: 'csv/ragged-row', hint: /leaveOut/ },
  },
  {
    file: '12-one-long-left-out.csv',
    target: 'y',
    dataset: 'rejected: leaveOut',
    text: rows('a,y', 9, (i) => (i === 4 ? `${String(i)},9,${label(i)}` : `${String(i)},${label(i)}`)),
    ends: { rows: 8, features: 1 },
  },
  {
    file: '12-title-above.csv',
    target: 'y',
    text: `Sales of the year\n${rows('a,b,y', 9, (i) => `${String(i)},1.5,${label(i)}`)}`,
    ends: { code: 'csv/ragged-row', hint: /begin in line 2/ },
  },
  {
    file: '14-groups-unnamed-strategy.csv',
    target: 'y',
    dataset: 'columns: { who: { role: group } }',
    validation: '{ folds: 2 }',
    text: rows('who,x,y', 16, (i) => `p${String(Math.floor(i / 2))},${String(i % 5)},${label(Math.floor(i / 2))}`),
    ends: { rows: 16, features: 1 },
  },
  {
    file: '14-fewer-groups-than-folds.csv',
    target: 'y',
    dataset: 'columns: { who: { role: group } }',
    validation: '{ strategy: group-k-fold, folds: 5 }',
    text: rows('who,x,y', 16, (i) => `p${String(i % 3)},${String(i % 5)},${label(i)}`),
    ends: { code: 'split/', hint: /fold/ },
  },
  {
    file: '14-groups-ignored.csv',
    target: 'y',
    dataset: 'columns: { who: { role: group } }',
    validation: '{ strategy: stratified-k-fold, folds: 2, groups: ignore }',
    text: rows('who,x,y', 16, (i) => `p${String(i % 3)},${String(i % 5)},${label(i)}`),
    ends: { rows: 16, features: 1 },
  },
  {
    file: '15-shuffled.csv',
    target: 'y',
    validation: '{ strategy: time-series, folds: 2 }',
    text: rows('date,x,y', 24, (i) => `${day((i * 7) % 24)},${String(i % 5)},${String(i * 1.5)}`),
    ends: { code: 'experiment/', hint: /time: date/ },
  },
  {
    file: '15-sorted-by-name.csv',
    target: 'y',
    validation: '{ strategy: time-series, folds: 2, time: date }',
    text: rows('date,x,y', 24, (i) => `${day((i * 7) % 24)},${String(i % 5)},${String(i * 1.5)}`),
    ends: { rows: 24, features: 2 },
  },
  {
    file: '15-confirmed.csv',
    target: 'y',
    validation: '{ strategy: time-series, folds: 2, rowsInOrder: true }',
    text: rows('x,y', 24, (i) => `${String(i % 5)},${String(i * 1.5)}`),
    ends: { rows: 24, features: 1 },
  },
  {
    file: '17-negative-weight.csv',
    target: 'y',
    dataset: 'columns: { w: { role: weight } }',
    text: rows('x,w,y', 12, (i) => `${String(i % 5)},${i === 3 ? '-1' : '2'},${label(i)}`),
    ends: { code: 'dataset/weight', hint: /role/ },
  },
  {
    file: '17-missing-weight.csv',
    target: 'y',
    dataset: 'columns: { w: { role: weight } }',
    text: rows('x,w,y', 12, (i) => `${String(i % 5)},${i === 3 ? '' : '2'},${label(i)}`),
    ends: { code: 'dataset/weight', hint: /role/ },
  },
  {
    file: '17-two-weights.csv',
    target: 'y',
    dataset: 'columns: { w: { role: weight }, v: { role: weight } }',
    text: rows('x,w,v,y', 12, (i) => `${String(i % 5)},1,2,${label(i)}`),
    ends: { code: 'dataset/roles', hint: /one of them/ },
  },
]

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdout-field-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const nameOf = ({ file, experiment, dataset, validation }: FieldCase): string =>
  [file, experiment ?? dataset ?? '', validation ?? ''].filter((part) => part !== '').join(', ')

async function experimentOf({ file, experiment, target, dataset, validation, text }: FieldCase): Promise<string> {
  if (experiment !== undefined) return join(FIELD, experiment)
  const csv = text === undefined ? join(FIELD, file) : join(folder, file)
  if (text !== undefined) await writeFile(csv, text)
  const path = join(folder, `${file}.yaml`)
  await writeFile(
    path,
    `holdout: 1
name: ${JSON.stringify(file)}
dataset:
  file: ${JSON.stringify(csv)}
  target: ${JSON.stringify(target)}
${dataset === undefined ? '' : `  ${dataset}\n`}seed: 7
validation: ${validation ?? '{ folds: 2 }'}
training: { epochs: 2, batchSize: 1 }
references: none
importance: none
models: [{ name: Linear, layers: [output] }]
`,
  )
  return path
}

describe('every file of the field ends in a run or in a reason with a way out', () => {
  it.each([...FILES, ...SIBLINGS].map((one) => [nameOf(one), one] as const))(
    '%s',
    async (_, one) => {
      // Small ones are trained without the native library, which takes longer to load than they take to train.
      const portable = one.experiment === undefined ? ['--portable'] : []
      const { code, stdout, stderr } = await runInProcess('run', await experimentOf(one), '--json', ...portable)
      if ('code' in one.ends) {
        const { error } = JSON.parse(stdout) as { error: ErrorData }
        expect(error.code).toMatch(new RegExp(`^${one.ends.code}`))
        expect(error.hint).toMatch(one.ends.hint)
        expect([2, 3]).toContain(code)
        return
      }
      expect(code, stderr + stdout.slice(0, 500)).toBe(0)
      const { dataset, models } = JSON.parse(stdout) as RunDocument
      expect({ rows: dataset.rows, features: dataset.features }).toEqual(one.ends)
      expect(models[0].metrics).not.toEqual({})
    },
    TIMEOUT_MS,
  )

  it('none is left out', async () => {
    const files = await readdir(FIELD)
    const used = new Set(FILES.flatMap(({ file, experiment = '' }) => [file, experiment]))
    expect(files.filter((file) => !used.has(file) && basename(file) !== 'PROVENANCE.md')).toEqual([])
  })
})

describe('a model reads new files as the one that it was trained on', () => {
  const STYLES = {
    'decimal comma': {
      train: (n: number) => `"${(n / 4).toFixed(2).replace('.', ',')}"`,
      cell: '"1,250"',
      value: 1.25,
    },
    'points between thousands': {
      train: (n: number) => `${String(n + 1)}.${String(n * 10).padStart(3, '0')}.000`,
      cell: '900.000',
      value: 900_000,
    },
    'days before months': {
      train: (n: number) => `${String(13 + (n % 15))}/0${String(1 + (n % 9))}/2023`,
      cell: '03/04/2023',
      value: 19_450,
    },
  } as const

  it.each(Object.entries(STYLES))(
    '%s',
    async (name, { train, cell, value }) => {
      const csv = join(folder, `${name}.csv`)
      await writeFile(
        csv,
        rows('x,y', 20, (i) => `${train(i)},${String(3 * i + 0.5)}`),
      )
      const plain = join(folder, `${name}.yaml`)
      await writeFile(
        plain,
        `holdout: 1
name: Style
dataset: { file: ${JSON.stringify(csv)}, target: y }
seed: 7
validation: { folds: 2 }
training: { epochs: 2, batchSize: 4 }
references: none
importance: none
finalModel: true
models: [{ name: Linear, layers: [output] }]
`,
      )
      const out = join(folder, `${name}-out`)
      const run = await runInProcess('run', plain, '--portable', '--out', out)
      expect(run.code, run.stderr).toBe(0)
      const model = join(out, 'models/model-0.json')
      await writeFile(join(folder, `${name}-new.csv`), `x\n${cell}\n`)
      const to = join(folder, `${name}-predicted.csv`)
      const { code, stderr } = await runInProcess('predict', model, join(folder, `${name}-new.csv`), '--out', to)
      expect(code, stderr).toBe(0)
      const [row] = await readCsvRows(to)
      expect(Number(row.predicted)).toBeCloseTo(
        linear(JSON.parse(await readFile(model, 'utf8')) as SavedLinear, value),
        4,
      )
    },
    TIMEOUT_MS,
  )
})

interface SavedLinear {
  readonly preprocessing: { readonly columns: readonly [{ readonly center: number; readonly scale: number }] }
  readonly targetScale: { readonly mean: number; readonly scale: number }
  readonly weights: Readonly<Record<string, string>>
}

/** What a network of an output alone predicts for a number. */
function linear({ preprocessing: { columns }, targetScale, weights }: SavedLinear, value: number): number {
  const number = (name: string) => Buffer.from(weights[name] ?? '', 'base64').readFloatLE(0)
  const [kernel, bias] = Object.keys(weights).map(number)
  const [{ center, scale }] = columns
  return ((value - center) / scale) * kernel * targetScale.scale + bias * targetScale.scale + targetScale.mean
}
