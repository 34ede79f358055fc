import { fileURLToPath } from 'node:url'
import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { resolveExperiment } from '../../core/experiment/resolve/resolveExperiment.ts'
import { parseExperiment } from '../../core/experiment/file/parseExperiment.ts'
import { inspectCsv } from '../datasets/read/inspectCsv.ts'
import { firstExperiment } from './firstExperiment.ts'

const path = (relative: string) => fileURLToPath(new URL(`../../../resources/${relative}`, import.meta.url))
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
