import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { ExperimentFile, WrittenLayer } from './experimentFile.ts'
import { parseExperiment } from './parseExperiment.ts'
import { patchExperimentText } from './patchExperimentText.ts'

const text = readFileSync(new URL('../../../../resources/examples/sonar-dropout.yaml', import.meta.url), 'utf8')
const file = parseExperiment(text)

/** Lines that differ between the example and its patched text. */
function changedLines(after: ExperimentFile): { gone: string[]; come: string[] } {
  const patched = patchExperimentText(text, file, after)
  expect(parseExperiment(patched)).toEqual(after)
  const before = text.split('\n')
  const now = patched.split('\n')
  return {
    gone: before.filter((line) => !now.includes(line)).map((line) => line.trim()),
    come: now.filter((line) => !before.includes(line)).map((line) => line.trim()),
  }
}

function withModel(index: number, change: object): ExperimentFile {
  return { ...file, models: file.models.map((model, i) => (i === index ? { ...model, ...change } : model)) }
}

function layersOf(index: number): readonly WrittenLayer[] {
  return file.models[index].layers ?? []
}

test('a changed number changes its line alone, and comments stay', () => {
  const { gone, come } = changedLines({ ...file, seed: 8 })
  expect(gone).toEqual(['seed: 7'])
  expect(come).toEqual(['seed: 8'])
  expect(patchExperimentText(text, file, { ...file, seed: 8 })).toContain('# Does dropout help')
})

test('a new layer is one new line', () => {
  const layer: WrittenLayer = { type: 'gaussianNoise', stddev: 0.1 }
  const { gone, come } = changedLines(withModel(2, { layers: [layer, ...layersOf(2)] }))
  expect(gone).toEqual([])
  expect(come).toEqual(['- { type: gaussianNoise, stddev: 0.1 }'])
})

test('moved, removed and duplicated layers', () => {
  const layers = layersOf(1)
  changedLines(withModel(1, { layers: [layers[1], layers[0], ...layers.slice(2)] }))
  expect(changedLines(withModel(1, { layers: layers.slice(1) })).come).toEqual([])
  changedLines(withModel(1, { layers: [layers[0], layers[1], layers[1], ...layers.slice(2)] }))
})

test('settings that come and go', () => {
  expect(changedLines(withModel(0, { epochs: 20 })).come).toEqual(['epochs: 20'])
  const { models, ...rest } = file
  const { optimizer: _, ...bare } = models[0]
  changedLines({ ...rest, models: [bare, ...models.slice(1)] })
  changedLines({ ...file, training: { ...file.training, earlyStopping: { patience: 5 } } })
})

test('a text that cannot be changed in place is written anew', () => {
  const json = JSON.stringify(file)
  const after = { ...file, seed: 9 }
  expect(parseExperiment(patchExperimentText(json, file, after))).toEqual(after)
})
