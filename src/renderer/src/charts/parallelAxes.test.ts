import { expect, test } from 'vitest'
import { bestInside, isInside, parallelAxes } from './parallelAxes.ts'

const POINTS = [
  { id: 'a', rate: 0.001, value: 0.8 },
  { id: 'b', rate: 0.01, value: 0.9 },
  { id: 'c', rate: 0.1, value: 0.85 },
  { id: 'd', rate: 0.1, value: null },
].map(({ id, rate, value }) => ({ id, name: id, hyperparameters: { rate }, value, failed: 0 }))
const ELSEWHERE = { id: 'e', name: 'e', hyperparameters: {}, value: 0.82, failed: 0 }
const [LOW, MIDDLE, HIGH, FAILED] = POINTS
const WORDS = {
  metric: 'Accuracy',
  score: (value: number) => value.toFixed(3),
  value: String,
  nameOf: (name: string) => `the ${name}`,
}
const AXES = parallelAxes(POINTS, [{ name: 'rate', values: [0.001, 0.01, 0.1] }], WORDS)
const idsIn = (brushes: [number, { from: number; to: number }][], isGreaterBetter = true) =>
  bestInside([...POINTS, ELSEWHERE], AXES, new Map(brushes), isGreaterBetter).map(({ id }) => id)

test('values stand evenly on their axis, scores as far apart as they are', () => {
  const [rate, score] = AXES
  expect(AXES.map(({ label }) => label)).toEqual(['the rate', 'Accuracy'])
  expect(POINTS.map((point) => rate.heightOf(point))).toEqual([0, 0.5, 1, 1])
  expect([LOW, HIGH, MIDDLE].map((point) => score.heightOf(point))).toEqual([0, expect.closeTo(0.5), 1])
  expect([rate.heightOf(ELSEWHERE), score.heightOf(FAILED)]).toEqual([NaN, NaN])
})

test('steps are written in the words of their axis', () => {
  const [rate, score] = AXES
  expect([rate.steps, rate.textAt(1)]).toEqual([2, '0.01'])
  expect([score.textAt(0), score.textAt(50), score.textAt(100)]).toEqual(['0.800', '0.850', '0.900'])
})

test('no more values are written beside an axis than have room', () => {
  const [rate, score] = AXES
  expect([rate.labelled, score.labelled]).toEqual([
    [0, 1, 2],
    [0, 100],
  ])
  const values = Array.from({ length: 20 }, (_, at) => at)
  expect(parallelAxes([], [{ name: 'rate', values }], WORDS).map(({ labelled }) => labelled)).toEqual([
    [0, 3, 6, 9, 12, 15, 18],
    [],
  ])
})

test('equal scores stand in the middle', () => {
  const [, score] = parallelAxes([LOW], [{ name: 'rate', values: [0.001, 0.01] }], WORDS)
  expect(score.heightOf(LOW)).toBe(0.5)
  expect(score.labelled.map((step) => score.textAt(step))).toEqual(['0.800'])
})

test('a point lies inside where it does so on every axis with a range', () => {
  const ranges = new Map([
    [0, { from: 1, to: 2 }],
    [1, { from: 0, to: 50 }],
  ])
  expect(POINTS.map((point) => isInside(point, AXES, ranges))).toEqual([false, false, true, false])
  expect(isInside(ELSEWHERE, AXES, new Map())).toBe(true)
})

test('what is inside comes best first, without what has no score or no value there', () => {
  expect(idsIn([])).toEqual(['b', 'c', 'e', 'a'])
  expect(idsIn([[0, { from: 1, to: 2 }]])).toEqual(['b', 'c'])
  expect(idsIn([[0, { from: 1, to: 2 }]], false)).toEqual(['c', 'b'])
})
