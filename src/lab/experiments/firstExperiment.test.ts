import { fileURLToPath } from 'node:url'
import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { resolveExperiment } from '../../core/experiment/resolve/resolveExperiment.ts'
import { parseExperiment } from '../../core/experiment/file/parseExperiment.ts'
import { inspectCsv } from '../datasets/read/inspectCsv.ts'
import { firstExperiment } from './firstExperiment.ts'

const path = (relative: string) => fileURLToPath(new URL(`../../../resources/${relative}`, import.meta.url))
const fixture = (name: string) => path(`../fixtures/${name}`)
const facts = { task: 'binary', features: 60, classes: ['M', 'R'], rows: 208 } as const

test('for Sonar it is the exercise itself', async () => {
  const offered = firstExperiment(await inspectCsv(path('samples/sonar.csv')))
  const exercise = parseExperiment(await readFile(path('examples/sonar-dropout.yaml'), 'utf8'))
  const [own, wanted] = [resolveExperiment(offered, facts), resolveExperiment(exercise, facts)]
  expect(own.candidates).toEqual(wanted.candidates)
  expect([own.name, own.seed, own.validation, own.preprocessing]).toEqual([
    wanted.name,
    wanted.seed,
    wanted.validation,
    wanted.preprocessing,
  ])
})

test('a small or grouped dataset gets folds and batches that it has rows for', async () => {
  const tiny = await inspectCsv(fixture('field/09-signs.csv'))
  const offered = firstExperiment(tiny)
  expect(offered.validation).toEqual({ strategy: 'stratified-k-fold', folds: 3, shuffle: true })
  expect(offered.training?.batchSize).toBe(4)
  expect(() => resolveExperiment(offered, { ...facts, classes: ['a', 'b'], rows: 6 })).not.toThrow()

  const patients = await inspectCsv(fixture('field/14-patients.csv'))
  const grouped = firstExperiment(patients, { target: 'y', columns: { patient: { role: 'group' } } })
  expect(grouped.dataset).toEqual({ file: '14-patients.csv', target: 'y', columns: { patient: { role: 'group' } } })
  expect(grouped.validation).toMatchObject({ strategy: 'stratified-group-k-fold' })
  const asNumber = firstExperiment(patients, { target: 'a', columns: { patient: { role: 'group' } } })
  expect(asNumber.validation).toEqual({ strategy: 'group-k-fold', folds: 10 })
})

test('the likeliest column is the target, and a task that is asked for is written', async () => {
  const { validation, dataset, task } = firstExperiment(await inspectCsv(fixture('field/17-weights.csv')), {
    task: 'binary',
    target: 'w',
    columns: { w: { role: 'ignore' } },
  })
  expect(dataset).toEqual({ file: '17-weights.csv', target: 'w' })
  expect(task).toBe('binary')
  expect(validation).toMatchObject({ strategy: 'stratified-k-fold' })
})

test('rows without a target are left out, and folds fit those that are left', async () => {
  const offered = firstExperiment(await inspectCsv(fixture('csv/blank-row.csv')))
  expect(offered.dataset).toEqual({
    file: 'blank-row.csv',
    target: 'czynsz',
    rows: [{ column: 'czynsz', isMissing: false }],
  })
  expect(offered.training?.batchSize).toBe(16)
})
