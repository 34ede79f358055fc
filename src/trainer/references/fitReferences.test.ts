import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Table } from '../../core/dataset/table.ts'
import type { ReferenceKind } from '../../core/references/referenceKind.ts'
import type { RunEvent } from '../../core/run/runEvent.ts'
import type { ReferenceJob } from '../../core/run/trainerJob.ts'
import { TrainerControl } from '../job/trainerControl.ts'
import { sonarTable } from '../testing/sonarTable.ts'
import { sonarJob } from '../testing/testJob.ts'
import { fitReferences } from './fitReferences.ts'
import type { ReferenceContext } from './fitReferences.ts'

interface Spread {
  readonly lowest: number
  readonly highest: number
}

const fixture = JSON.parse(readFileSync('fixtures/reference/references.json', 'utf8')) as {
  readonly cases: readonly { readonly name: string; readonly forest?: Spread }[]
}

function jobOf(kinds: readonly ReferenceKind[], changes: Partial<ReferenceJob> = {}): ReferenceJob {
  return { ...sonarJob([]), kinds, hasBudget: false, ...changes }
}

async function fit(job: ReferenceJob, table: Table, context: Partial<ReferenceContext> = {}) {
  const events: RunEvent[] = []
  const isComplete = await fitReferences(job, {
    table,
    control: new TrainerControl(),
    emit: (event) => void events.push(event),
    now: () => 0,
    spent: () => 0,
    budget: () => 30,
    ...context,
  })
  return { isComplete, ends: events.filter((event) => event.kind === 'referenceEnded') }
}

function accuracies({ fits }: Extract<RunEvent, { kind: 'referenceEnded' }>): number[] {
  return fits.map(({ scores }) => scores['accuracy'] ?? NaN)
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** Categories, missing cells and a column of nothing but them. */
function awkwardTable(rows: number): Table {
  const codes = Int32Array.from({ length: rows }, (_, row) => row % 3)
  return {
    rows,
    features: [
      { kind: 'category', name: 'c', levels: ['a', 'b', ''], codes: codes.map((code) => (code === 2 ? -1 : code)) },
      { kind: 'number', name: 'large', values: Float64Array.from(codes, (code, row) => 1e140 * (code + row / rows)) },
      { kind: 'number', name: 'none', values: new Float64Array(rows).fill(NaN) },
    ],
    target: { kind: 'category', name: 't', levels: ['x', 'y', 'z'], codes },
  }
}

describe('fitReferences', () => {
  it('reaches what scikit-learn reaches on Sonar: a forest within the spread of its seeds', async () => {
    const { ends, isComplete } = await fit(jobOf(['dummy', 'linear', 'neighbours', 'forest']), sonarTable())
    expect(isComplete).toBe(true)
    const [dummy, linear, neighbours, forest] = ends.map((end) => mean(accuracies(end)))
    expect(dummy).toBeCloseTo(0.53381, 5)
    expect(linear).toBeCloseTo(0.783333, 5)
    expect(neighbours).toBeCloseTo(0.811905, 5)
    const spread = fixture.cases.find(({ name }) => name === 'sonar')?.forest
    expect(forest).toBeGreaterThanOrEqual((spread?.lowest ?? NaN) - 0.01)
    expect(forest).toBeLessThanOrEqual((spread?.highest ?? NaN) + 0.01)
  })

  it('has the second of the tree models fitted beside the others, where that is possible', async () => {
    const validation = { ...sonarJob([]).validation, folds: 2 } as never
    const asked: (readonly ReferenceKind[])[] = []
    const beside = (isComplete: boolean) => (kinds: readonly ReferenceKind[]) => {
      asked.push(kinds)
      return Promise.resolve(isComplete)
    }
    const job = jobOf(['dummy', 'forest', 'boosting'], { validation })
    const whole = await fit(job, sonarTable(), { beside: beside(true) })
    expect(whole.isComplete).toBe(true)
    expect(whole.ends.map(({ reference }) => reference)).toEqual(['dummy', 'forest'])
    expect((await fit(job, sonarTable(), { beside: beside(false) })).isComplete).toBe(false)
    expect(asked).toEqual([['boosting'], ['boosting']])
    const few = await fit(jobOf(['dummy', 'boosting'], { validation }), sonarTable(), { beside: beside(true) })
    expect(few.ends.map(({ reference }) => reference)).toEqual(['dummy', 'boosting'])
    const failing = () => Promise.reject(new Error('no thread'))
    const failed = await fit(job, sonarTable(), { beside: failing })
    expect(failed.isComplete).toBe(true)
    const [other] = failed.ends.filter(({ reference }) => reference === 'boosting')
    expect(other.end).toMatchObject({
      kind: 'failed',
      error: { message: expect.stringContaining('no thread') as string },
    })
  })

  it('gives boosted trees the same bits again, and rows of a fold their own predictions', async () => {
    const job = jobOf(['boosting'], { validation: { ...sonarJob([]).validation, folds: 2 } as never })
    const [first] = (await fit(job, sonarTable())).ends
    const [second] = (await fit(job, sonarTable())).ends
    expect(second).toEqual(first)
    expect(mean(accuracies(first))).toBeGreaterThan(0.65)
    expect(first.fits[0].predictions.values).toHaveLength(104)
  })

  it('takes categories, missing cells and very large numbers as trees want them', async () => {
    const validation = {
      strategy: 'stratified-k-fold',
      folds: 2,
      repeats: 1,
      shuffle: true,
      testFraction: 0.25,
    } as const
    const job = jobOf(['forest', 'boosting'], { task: 'multiclass', classes: ['x', 'y', 'z'], validation })
    const { ends } = await fit(job, awkwardTable(90))
    expect(ends.map((end) => [end.end.kind, ...accuracies(end)])).toEqual([
      ['finished', 1, 1],
      ['finished', 1, 1],
    ])
    const { values } = ends[0].fits[0].predictions
    expect((values[0] as readonly number[]).length).toBe(3)
  })

  it('says which reference cannot be fitted and goes on with the next', async () => {
    const codes = Int32Array.from({ length: 12 }, (_, row) => (row < 6 ? 0 : 1))
    const table: Table = {
      rows: 12,
      features: [{ kind: 'number', name: 'x', values: Float64Array.from(codes, (code, row) => code + row / 100) }],
      target: { kind: 'category', name: 't', levels: ['M', 'R'], codes },
    }
    const validation = { strategy: 'k-fold', folds: 2, repeats: 1, shuffle: false, testFraction: 0.25 } as const
    const { ends, isComplete } = await fit(
      jobOf(['dummy', 'linear', 'neighbours', 'forest', 'boosting'], { validation }),
      table,
    )
    expect(isComplete).toBe(true)
    expect(ends.map(({ reference, end }) => [reference, end.kind])).toEqual([
      ['dummy', 'finished'],
      ['linear', 'failed'],
      ['neighbours', 'finished'],
      ['forest', 'failed'],
      ['boosting', 'failed'],
    ])
    expect(JSON.stringify(ends[1])).toContain('training/one-class')
  })

  it('leaves out what takes too long, by the size of the data alone', async () => {
    const rows = 40_000
    const codes = Int32Array.from({ length: rows }, (_, row) => row % 2)
    const wide = Array.from({ length: 6 }, (_, column) => ({
      kind: 'number' as const,
      name: `x${String(column)}`,
      values: Float64Array.from(codes, (code, row) => code + Math.sin(row * (column + 1))),
    }))
    const table: Table = { rows, features: wide, target: { kind: 'category', name: 't', levels: ['M', 'R'], codes } }
    const { ends } = await fit(jobOf(['dummy', 'neighbours', 'forest'], { hasBudget: true }), table)
    expect(ends.map(({ end }) => end.kind)).toEqual(['finished', 'leftOut', 'leftOut'])
    expect(JSON.stringify(ends[1])).toMatch(/takes about \d+ (s|min) on these data/)
  })

  it('gives up a reference that outlasts its budget, and none that was named', async () => {
    const over = { spent: () => 31 }
    const [end] = (await fit(jobOf(['dummy'], { hasBudget: true }), sonarTable(), over)).ends
    expect(end.end.kind).toBe('leftOut')
    const [named] = (await fit(jobOf(['dummy']), sonarTable(), over)).ends
    expect(named.end.kind).toBe('finished')
  })

  it('can be stopped between folds', async () => {
    const control = new TrainerControl()
    control.stop()
    const { isComplete, ends } = await fit(jobOf(['dummy', 'linear']), sonarTable(), { control })
    expect(isComplete).toBe(false)
    expect(ends.map(({ end }) => end.kind)).toEqual(['interrupted'])
  })
})
