import { expect, test } from 'vitest'
import { distinctNames, shortDistinctNames } from './distinctNames.ts'

const row = (id: string, name: string, runName: string, startedAt = '2026-01-01T10:00') => ({
  id,
  name,
  runName,
  startedAt,
})
const namesOf = (...rows: readonly ReturnType<typeof row>[]) => [
  ...distinctNames(rows, (startedAt) => startedAt.slice(11)).values(),
]

test('a name that is one of a kind stands alone', () => {
  expect(namesOf(row('a/0', 'Baseline', 'Sonar'), row('a/1', 'Hidden', 'Sonar'))).toEqual(['Baseline', 'Hidden'])
})

test('the same name comes with its run', () => {
  expect(
    namesOf(row('a/0', 'Baseline', 'Sonar'), row('b/0', 'Baseline', 'Slower'), row('b/1', 'Hidden', 'Slower')),
  ).toEqual(['Baseline (Sonar)', 'Baseline (Slower)', 'Hidden'])
})

test('runs of the same name come with their time', () => {
  const again = row('b/0', 'Baseline', 'Sonar', '2026-01-01T11:30')
  expect(namesOf(row('a/0', 'Baseline', 'Sonar'), again, row('c/0', 'Baseline', 'Other'))).toEqual([
    'Baseline (Sonar, 10:00)',
    'Baseline (Sonar, 11:30)',
    'Baseline (Other)',
  ])
})

test('where there is little room, candidates of one sweep are named by what differs', () => {
  const swept = (run: string, rate: number) => ({
    ...row(`${run}/${String(rate)}`, `Hidden (rate ${String(rate)})`, run),
    runId: run,
    model: 'Hidden',
    hyperparameters: { rate, momentum: 0.9 },
  })
  const shortOf = (...rows: ReturnType<typeof swept>[]) => [...shortDistinctNames(rows, String).values()]
  expect(shortOf(swept('a', 0.1), swept('a', 0.2))).toEqual(['rate 0.1', 'rate 0.2'])
  expect(shortOf(swept('a', 0.1), swept('b', 0.2))).toEqual(['Hidden (rate 0.1)', 'Hidden (rate 0.2)'])
})
