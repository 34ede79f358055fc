import { describe, expect, test } from 'vitest'
import { keyedNormals } from '../random/keyedDraws.ts'
import { keyOf } from '../random/keyedStream.ts'
import type { NumberColumn } from '../dataset/table.ts'
import { columnGroups } from './columnGroups.ts'
import { dependenceGrid } from './dependenceGrid.ts'
import { diagnose, DEFAULT_SETTINGS } from './diagnose.ts'
import { diagnosisDocument } from './diagnosisDocument.ts'
import { joinExplanations, type FitExplanation } from './explanation.ts'
import { partialDependence } from './partialDependence.ts'
import { partialDependenceFigures } from './rows/partialDependenceRow.ts'
import { permutationImportance } from './permutationImportance.ts'
import { learningCurve } from './learningCurve.ts'
import { learningCurveFigures, learningSentence } from './rows/learningCurveRow.ts'
import { metricOrPlain } from '../metrics/primaryMetric.ts'
import { importanceFigures } from './rows/permutationImportanceRow.ts'
import { cleanInput } from './testing/cleanInput.ts'

const CLEAN = cleanInput({ seed: 2 })

function fitsWith(explanations: readonly FitExplanation[]) {
  return explanations.map((explanation, i) => ({ ...CLEAN.fits[i], explanation }))
}
function importanceOf(drops: readonly (number | null)[], rises: readonly number[]): FitExplanation {
  const columns = drops.map((drop, i) => ({ names: [`c${String(i)}`], drop, rise: rises[i] }))
  return { importance: { metric: 'rocAuc', loss: 'logLoss', shuffles: 5, columns } }
}

describe('permutation importance over folds', () => {
  test('mean and population deviation, most important first; undefined folds are left out', () => {
    const found = permutationImportance(
      fitsWith([importanceOf([0.1, 0.4], [1, 2]), importanceOf([0.3, null], [3, 4]), { layers: [] }]),
    )
    expect(found).toEqual({
      metric: 'rocAuc',
      loss: 'logLoss',
      shuffles: 5,
      columns: [
        { name: 'c1', columns: ['c1'], mean: 0.4, std: 0, lossMean: 3, lossStd: 1, folds: 1 },
        {
          name: 'c0',
          columns: ['c0'],
          mean: 0.2,
          std: expect.closeTo(0.1, 12) as number,
          lossMean: 2,
          lossStd: 1,
          folds: 2,
        },
      ],
    })
    expect(permutationImportance(fitsWith([{}]))).toBeUndefined()
  })

  test('a figure has a place for each column, the foremost on top, and whiskers', () => {
    const { results, unavailable } = diagnose({ ...CLEAN, settings: DEFAULT_SETTINGS })
    const result = results.permutationImportance!
    const [figure] = importanceFigures([{ name: 'Model', result }])
    expect(figure.y.labels?.at(-1)).toBe(result.columns[0].name)
    expect(figure.series[0].x[0]).toBe(result.columns[0].mean)
    expect(figure.series[0].high?.[0]).toBeCloseTo(result.columns[0].mean! + result.columns[0].std!, 12)
    expect(unavailable.map(({ id }) => id)).toEqual(['partialDependence', 'learningCurve'])
  })

  test('a run without it says how to get it, and its report is silent about it', () => {
    const { fits: _, ...old } = CLEAN
    const diagnosis = diagnose({ ...old, settings: DEFAULT_SETTINGS })
    expect(diagnosis.unavailable.find(({ id }) => id === 'permutationImportance')?.reason).toMatch(/--importance/)
    expect(diagnosisDocument([{ name: 'Model', diagnosis, checks: [] }]).candidates[0].unavailable).toEqual([])
  })
})

test('partial dependence is of the class that diagnostics are about', () => {
  const dependence = [{ name: 'c0', label: 'yes', grid: [1, 2], values: [0.25, 0.75] }]
  const fits = fitsWith([{ dependence }, { dependence }])
  expect(partialDependence(fits, undefined, ['no', 'yes'])?.[0].curves[0]).toMatchObject({
    label: 'yes',
    mean: [0.25, 0.75],
  })
  expect(partialDependence(fits, undefined, ['yes', 'no'])?.[0].curves[0]).toMatchObject({
    label: 'no',
    mean: [0.75, 0.25],
  })
  const several = [{ name: 'c0', grid: ['a', 'b'], values: [0.2, 0.3, 0.5, 0.6, 0.2, 0.2] }]
  const curves = partialDependence(fitsWith([{ dependence: several }]), undefined, ['r', 's', 't'])?.[0].curves
  expect(curves?.map(({ label, mean }) => [label, mean])).toEqual([
    ['r', [0.2, 0.6]],
    ['s', [0.3, 0.2]],
    ['t', [0.5, 0.2]],
  ])
})

test('lines of single rows are drawn in place of those of folds, of the class that diagnostics are about', () => {
  const dependence = [{ name: 'c0', label: 'yes', grid: [1, 2], values: [0.25, 0.75], individual: [[0.125, 0.75]] }]
  const fits = fitsWith([{ dependence }, { dependence }])
  const result = partialDependence(fits, undefined, ['yes', 'no']) ?? []
  expect(result[0].curves[0].individual).toEqual([
    [0.875, 0.25],
    [0.875, 0.25],
  ])
  const [figure] = partialDependenceFigures([{ name: 'a', result }])
  expect(figure.series.map(({ name, role }) => [name, role])).toEqual([
    ['held-out row', 'thin'],
    ['held-out row', 'thin'],
    ['a', 'main'],
  ])
})

test('columns joined by strong rank correlations are one group, also through others', () => {
  const normals = keyedNormals(keyOf(1, 'groups'), 300)
  const base = normals.slice(0, 100)
  const near = base.map((value, i) => value + 0.25 * normals[100 + i])
  const far = near.map((value, i) => -value + 0.25 * normals[200 + i])
  const column = (name: string, values: Float64Array): NumberColumn => ({ kind: 'number', name, values })
  const features = [column('a', base), column('x', normals.slice(200)), column('b', near), column('c', far)]
  expect(columnGroups({ rows: 100, features }, 'together')).toEqual([['a', 'b', 'c'], ['x']])
  expect(columnGroups({ rows: 100, features }, 'apart')).toEqual([['a'], ['x'], ['b'], ['c']])
})

test('a grid has each value once, and the frequent levels in their order', () => {
  const values = Float64Array.of(NaN, 1, 1, 1, 2)
  expect(dependenceGrid({ kind: 'number', name: 'n', values })).toEqual([1, 2])
  expect(dependenceGrid({ kind: 'number', name: 'n', values: Float64Array.of(NaN) })).toEqual([])
  const levels = ['a', 'b', 'c']
  expect(dependenceGrid({ kind: 'category', name: 'k', levels, codes: Int32Array.of(2, -1, 0, 2) })).toEqual(levels)
})

test('explanations that come one after the other are joined, learning points once', () => {
  const first: FitExplanation = { layers: [], learning: [{ fraction: 0.5, trainRows: 5 }] }
  const second: FitExplanation = {
    learning: [
      { fraction: 0.25, trainRows: 2 },
      { fraction: 0.5, trainRows: 6 },
    ],
  }
  expect(joinExplanations(first, second)).toEqual({
    layers: [],
    learning: [
      { fraction: 0.25, trainRows: 2 },
      { fraction: 0.5, trainRows: 6 },
    ],
  })
})

describe('a learning curve', () => {
  const accuracy = metricOrPlain('accuracy')
  const curveOf = (half: (whole: number, fold: number) => number | null) =>
    learningCurve(
      CLEAN.fits.map((fit, fold) => {
        const score = half(fit.scores['accuracy'] ?? 0, fold)
        const learning = [{ fraction: 0.5, trainRows: 180, ...(score !== null && { scores: { accuracy: score } }) }]
        return { ...fit, explanation: { learning } }
      }),
      accuracy,
    )!

  test('ends with the run itself', () => {
    const curve = curveOf((whole) => whole - 0.1)
    expect(curve).toMatchObject({ metric: 'accuracy', fractions: [0.5, 1], rows: [180, 360] })
    const scores = CLEAN.fits.map((fit) => fit.scores['accuracy'])
    expect(curve.byFold.map((fold) => fold.scores[1])).toEqual(scores)
    expect(curve.mean[1]! - curve.mean[0]!).toBeCloseTo(0.1, 12)
    const [figure] = learningCurveFigures([{ name: 'Model', result: curve }])
    expect(figure.series.find(({ role, kind }) => role === 'main' && kind === 'line')?.x).toEqual([180, 360])
  })

  test('answers in words: yes, hardly, not determined', () => {
    const noise = (fold: number) => (fold % 2 === 0 ? 0.002 : -0.002)
    const sentences = [
      curveOf((whole, fold) => whole - 0.05 + noise(fold)),
      curveOf((whole, fold) => whole + noise(fold) / 4),
      curveOf((whole, fold) => whole - 0.01 + 20 * noise(fold)),
      curveOf(() => null),
    ].map((curve) => learningSentence(curve).split(':')[0])
    expect(sentences).toEqual([
      'More rows would probably help',
      'More rows would hardly help',
      'It cannot be determined whether more rows would help',
      'Too few folds have a score at the last two points',
    ])
  })

  test('counts a smaller loss as a gain', () => {
    const fits = CLEAN.fits.map((fit) => ({
      ...fit,
      explanation: {
        learning: [{ fraction: 0.5, trainRows: 180, scores: { logLoss: (fit.scores['logLoss'] ?? 0) + 0.2 } }],
      },
    }))
    expect(learningCurve(fits, metricOrPlain('logLoss'))?.moreRows).toMatchObject({
      answer: 'yes',
      gain: expect.closeTo(0.2, 9) as number,
    })
  })
})
