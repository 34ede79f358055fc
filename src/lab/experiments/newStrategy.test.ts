/** A strategy that is added to the table of strategies is read, split, switched and named without further code. */
import { expect, test, vi } from 'vitest'
import { switchTask } from '../../core/experiment/edit/switchTask.ts'
import { parseExperiment } from '../../core/experiment/file/parseExperiment.ts'
import { resolveExperiment } from '../../core/experiment/resolve/resolveExperiment.ts'
import { makeSplits } from '../../core/split/makeSplits.ts'
import { strategyLabels } from '../../core/split/strategies.ts'
import type * as table from '../../core/split/strategyTable.ts'
import type { StrategyName } from '../../core/split/strategyTable.ts'

const SECOND = 'every-second' as StrategyName

vi.mock('../../core/split/strategyTable.ts', async (importOriginal) => {
  const { ofFolds } = await import('../../core/split/strategyBases.ts')
  const everySecond = {
    ...ofFolds,
    name: 'every-second',
    labels: { en: 'every second row', zh: '隔行' },
    takes: ['repeats'],
    shuffles: false,
    random: 'never',
    stratified: true,
    plainForm: 'leave-one-out',
    foldsPerRepeat: () => 2,
    largestHeldOut: (_: unknown, rows: number) => rows / 2,
    smallestTrain: (_: unknown, rows: number) => rows / 2,
    split: ({ count }: { count: number }) =>
      [0, 1].map((side) => ({
        train: Int32Array.from({ length: count / 2 }, (_, i) => 2 * i + 1 - side),
        test: Int32Array.from({ length: count / 2 }, (_, i) => 2 * i + side),
      })),
  }
  const { STRATEGIES } = await importOriginal<typeof table>()
  return { STRATEGIES: [...STRATEGIES, everySecond] }
})

const file = (validation: string) =>
  parseExperiment(
    `holdout: 1\nname: X\ndataset: { target: y }\nvalidation: ${validation}\nmodels: [{ name: A, layers: [{ type: output }] }]\n`,
  )

test('may stand in a file with the settings that it takes, and with no others', () => {
  const facts = { task: 'binary', features: 3, classes: ['a', 'b'], rows: 20 } as const
  const { validation } = resolveExperiment(file('{ strategy: every-second }'), facts)
  expect(validation).toMatchObject({ strategy: SECOND, shuffle: false, repeats: 1 })
  expect(() => resolveExperiment(file('{ strategy: every-second, folds: 4 }'), facts)).toThrow(
    'every-second takes repeats, received `folds`',
  )
  expect(() => file('{ strategy: every-third }')).toThrow('every-second')
})

test('splits rows', () => {
  const how = { strategy: SECOND, folds: 2, repeats: 1, shuffle: false, testFraction: 0.5 }
  const rows = { count: 6, labels: Int32Array.of(0, 1, 0, 1, 0, 1) }
  expect(makeSplits(how, rows, 1).map(({ test }) => [...test])).toEqual([
    [0, 2, 4],
    [1, 3, 5],
  ])
})

test('gives way to its plain form where the target is a number', () => {
  const { validation } = switchTask(file('{ strategy: every-second }'), 'regression')
  expect(validation).toEqual({ strategy: 'leave-one-out' })
  const back = switchTask(file('{ strategy: leave-one-out }'), 'binary')
  expect(back.validation).toEqual({ strategy: SECOND })
})

test('has the names that the page takes over in both languages', () => {
  expect(strategyLabels('en')[SECOND]).toBe('every second row')
  expect(strategyLabels('zh')[SECOND]).toBe('隔行')
})
