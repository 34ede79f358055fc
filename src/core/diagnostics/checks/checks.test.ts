import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { NumberColumn } from '../../dataset/table.ts'
import { present } from '../../present.ts'
import type { LayerReport } from '../explanation.ts'
import { heldOutOf } from '../heldOut.ts'
import { cleanInput } from '../testing/cleanInput.ts'
import type { CheckInput } from './check.ts'
import { CHECKS, runChecks } from './checkTable.ts'

const CLEAN = cleanInput({ seed: 4 })

/** Codes that a clean run with this fault planted comes to. */
function codesOf(fault: Partial<CheckInput>): string[] {
  return runChecks({ ...CLEAN, ...fault }).map(({ code }) => code)
}

function withColumn(values: (row: number) => number): CheckInput['table'] {
  const column: NumberColumn = {
    kind: 'number',
    name: 'planted',
    values: Float64Array.from({ length: CLEAN.table.rows }, (_, row) => values(row)),
  }
  return { ...CLEAN.table, features: [...CLEAN.table.features, column] }
}

const labelOf = (row: number): number => (CLEAN.table.target.kind === 'category' ? CLEAN.table.target.codes[row] : NaN)

function withHistory(
  change: (history: CheckInput['fits'][number]['history']) => Record<string, number[]>,
): CheckInput['fits'] {
  return CLEAN.fits.map((fit) => ({ ...fit, history: { ...fit.history, ...change(fit.history) } }))
}

const importance = present(CLEAN.importance, 'the importance of a clean run')

/** The clean run with the first layer of every fold changed. */
function withLayer(change: Partial<LayerReport>): CheckInput['fits'] {
  return CLEAN.fits.map((fit) => {
    const [first, ...others] = fit.explanation?.layers ?? []
    return { ...fit, explanation: { layers: [{ ...first, ...change }, ...others] } }
  })
}

/** Predictions of the clean run, changed. */
function predicting(value: (probability: number, row: number) => number): CheckInput['heldOut'] {
  const truth = Array.from({ length: CLEAN.table.rows }, (_, row) => labelOf(row))
  return heldOutOf(
    { task: 'binary', classes: CLEAN.classes, truth },
    CLEAN.heldOut.fits.map(({ repeat, fold, rows, values }) => ({
      repeat,
      fold,
      predictions: { rows, values: values.map((probability, i) => value(probability, rows[i])) },
    })),
  )
}

describe('checks', () => {
  it('have one code each, and whole sentences', () => {
    expect(new Set(CHECKS.map(({ code }) => code)).size).toBe(CHECKS.length)
    for (const { code, title, detection, reason, advice } of CHECKS) {
      expect(code).toMatch(/^HC\d{3}$/)
      expect(title).not.toMatch(/\.$/)
      for (const text of [detection, reason, advice]) expect(text).toMatch(/^[A-Z].*\.$/s)
    }
  })

  it('are documented as they are', () => {
    const text = readFileSync(new URL('../../../../docs/checks.md', import.meta.url), 'utf8')
    for (const { code, severity, title, detection, reason, advice } of CHECKS)
      for (const part of [`## ${code} ${title}`, `*${severity}*`, detection, reason, advice])
        expect(text).toContain(part)
  })

  it('find nothing in a clean run', () => {
    expect(codesOf({})).toEqual([])
  })

  it('find a planted leak, a useless column and a copy', () => {
    expect(codesOf({ table: withColumn((row) => labelOf(row) + row / 1e6) })).toContain('HC008')
    expect(codesOf({ table: withColumn(() => 3) })).toContain('HC009')
    const [first] = CLEAN.table.features
    expect(codesOf({ table: withColumn((row) => 2 * (first.kind === 'number' ? first.values[row] : 0)) })).toContain(
      'HC007',
    )
  })

  it('find a column that the models do without, and one that carries it all', () => {
    const idle = { ...importance.columns[0], name: 'noise', mean: 0.001, std: 0.004, lossMean: 0.0005, lossStd: 0.001 }
    const found = runChecks({ ...CLEAN, importance: { ...importance, columns: [...importance.columns, idle] } })
    expect(found).toMatchObject([{ code: 'HC009', evidence: { columns: 'noise' } }])
    // What is as unsure as it is small is not said to be of no use.
    const unsure = { ...idle, lossStd: 0.05 }
    expect(codesOf({ importance: { ...importance, columns: [...importance.columns, unsure] } })).toEqual([])
    const carrying = importance.columns.map((column, i) => (i === 2 ? { ...column, mean: 5 } : column))
    expect(codesOf({ importance: { ...importance, columns: carrying } })).toContain('HC008')
  })

  it('find dead units, and a max-norm that never or always acts', () => {
    expect(codesOf({ fits: withLayer({ idle: 5 }) })).toEqual(['HC018'])
    expect(codesOf({ fits: withLayer({ idle: 1 }) })).toEqual([])
    const far = withLayer({ norm: { mean: 1, max: 2 }, limit: { maxValue: 3, units: 0 } })
    const held = withLayer({ norm: { mean: 3, max: 3 }, limit: { maxValue: 3, units: 8 } })
    const acts = [far, held].map((fits) =>
      runChecks({ ...CLEAN, fits }).map(({ code, evidence }) => [code, evidence['acts']]),
    )
    expect(acts).toEqual([[['HC019', 'never']], [['HC019', 'always']]])
    // One fold in which it acts is enough.
    expect(codesOf({ fits: [CLEAN.fits[0], ...far.slice(1)] })).toEqual([])
  })

  it('find a planted overlap in time, unless the protocol keeps to it', () => {
    const dated = { table: withColumn((row) => (row * 7) % 400), dateColumns: ['planted'] }
    expect(codesOf(dated)).toEqual(['HC010'])
    expect(codesOf({ ...dated, strategy: 'time-series' })).toEqual([])
  })

  it('find a mislabelled row by its number', () => {
    const heldOut = predicting((probability, row) => (row === 17 ? (labelOf(17) === 1 ? 1e-7 : 1 - 1e-7) : probability))
    const found = runChecks({ ...CLEAN, heldOut }).find(({ code }) => code === 'HC017')
    expect(found).toMatchObject({ evidence: { rows: 1, first: 18 }, action: { kind: 'rows', rows: [17] } })
  })

  it('find overfitting and underfitting', () => {
    expect(codesOf({ fits: withHistory(({ accuracy }) => ({ accuracy: accuracy.map(() => 1) })) })).toEqual(['HC001'])
    const constant = { accuracy: [0.5], valAccuracy: [0.5] }
    expect(codesOf({ fits: withHistory(() => constant) })).toEqual(['HC002'])
  })

  it('find the fold that disagrees and those that diverged', () => {
    const odd = CLEAN.fits.map((fit, i) => (i === 3 ? { ...fit, scores: { accuracy: 0.3 } } : fit))
    const found = runChecks({ ...CLEAN, fits: odd })
    expect(found.map(({ code, evidence }) => [code, evidence['fold']])).toEqual([['HC003', 4]])
    expect(codesOf({ fits: CLEAN.fits.map((fit, i) => (i === 0 ? { ...fit, isDiverged: true } : fit)) })).toEqual([
      'HC004',
    ])
  })

  it('read the curves: falling, risen, jumping', () => {
    const line = (value: (epoch: number) => number): number[] => Array.from({ length: 60 }, (_, epoch) => value(epoch))
    expect(codesOf({ fits: withHistory(() => ({ valLoss: line((epoch) => 1 - epoch / 70) })) })).toEqual(['HC011'])
    expect(
      codesOf({ fits: withHistory(() => ({ valLoss: line((epoch) => 0.5 + Math.abs(epoch - 10) / 50) })) }),
    ).toEqual(['HC012'])
    expect(codesOf({ fits: withHistory(() => ({ loss: line((epoch) => (epoch % 3 === 0 ? 2 : 0.5)) })) })).toEqual([
      'HC013',
    ])
  })

  it('find the edge of a sweep and dropout without effect', () => {
    const [own] = CLEAN.siblings
    const sweep = [0.1, 0.2, 0.4].map((rate, i) => ({ ...own, hyperparameters: { rate }, mean: 0.7 + i / 10 }))
    expect(codesOf({ siblings: sweep, position: 2 })).toEqual(['HC014'])
    expect(codesOf({ siblings: sweep, position: 1 })).toEqual([])
    const { spec } = own
    const layers = [spec.layers[0], { type: 'dropout', name: 'dropout1', rate: 0.2 } as const, spec.layers[1]]
    const dropped = { ...own, spec: { ...spec, layers } }
    const same = { siblings: [own, dropped], position: 1, candidate: dropped }
    expect(codesOf(same)).toEqual([])
    const folds = own.folds.map((score, i) => (score ?? 0) + (i % 2 === 0 ? 0.01 : -0.01))
    expect(codesOf({ ...same, siblings: [own, { ...dropped, folds }] })).toEqual(['HC015'])
    expect(codesOf({ isUntouched: true })).toEqual(['HC016'])
  })

  it('name imbalance where accuracy ranks, and rare classes', () => {
    const truth = Array.from({ length: 100 }, (_, row) => Number(row < 5))
    const values = truth.map((label) => 0.3 + 0.4 * label)
    const heldOut = heldOutOf({ task: 'binary', classes: ['no', 'yes'], truth }, [
      { repeat: 0, fold: 0, predictions: { rows: truth.map((_, row) => row), values } },
    ])
    expect(codesOf({ heldOut })).toEqual(expect.arrayContaining(['HC005', 'HC006']))
  })

  it('raise no false alarm in more than 5 % of clean runs', () => {
    const alarms = new Map<string, number>()
    for (let seed = 1; seed <= 60; seed += 1)
      for (const { code } of runChecks(cleanInput({ seed, rows: 200 }))) alarms.set(code, (alarms.get(code) ?? 0) + 1)
    for (const count of alarms.values()) expect(count).toBeLessThanOrEqual(3)
  })
})
