import { expect, test } from 'vitest'
import { layerCatalogue } from '../model/layerCatalogue.ts'
import { newThing } from '../settings/newThing.ts'
import { optimizerCatalogue } from '../model/optimizerCatalogue.ts'
import { scheduleCatalogue } from '../model/scheduleCatalogue.ts'
import { suggestSweep } from './sweep/suggestSweep.ts'
import { validateExperiment } from './file/validateExperiment.ts'
import { previewModels } from './resolve/previewModels.ts'
import { parseSweepText, sweepText } from './sweep/sweepText.ts'
import { uniqueName } from './edit/uniqueName.ts'

const facts = { task: 'binary', width: 60, classes: ['M', 'R'] } as const

function experimentOf(model: object) {
  return validateExperiment({ holdout: 1, name: 'X', dataset: { target: 'y' }, models: [{ name: 'A', ...model }] })
}

test('every new layer, optimizer and schedule is right as it begins', () => {
  for (const type of Object.keys(layerCatalogue)) {
    const layers = type === 'output' ? ['output'] : [newThing(layerCatalogue, type), 'output']
    const [preview] = previewModels(experimentOf({ layers }), facts)
    expect(preview?.problems, type).toEqual([])
  }
  for (const type of Object.keys(optimizerCatalogue)) {
    experimentOf({ layers: ['output'], optimizer: newThing(optimizerCatalogue, type) })
  }
  for (const type of Object.keys(scheduleCatalogue)) {
    experimentOf({ layers: ['output'], schedule: newThing(scheduleCatalogue, type) })
  }
})

test('a preview shows shapes of the first candidate and what is wrong with it', () => {
  const units = { sweep: [30, 60] }
  const layers = [
    { type: 'dense', units, activation: 'relu' },
    { type: 'output', units: 2 },
  ]
  const [preview] = previewModels(experimentOf({ layers }), facts)
  expect(preview?.candidates).toBe(2)
  expect(preview?.summary?.layers.map(({ outputUnits }) => outputUnits)).toEqual([30, 2])
  expect(preview?.problems[0]).toMatchObject({ code: 'model/output-units', at: ['layers', 1, 'units'] })
})

test('a model that extends shows the layers it takes over', () => {
  const file = validateExperiment({
    holdout: 1,
    name: 'X',
    dataset: { target: 'y' },
    models: [
      { name: 'A', layers: [{ type: 'dense', units: 4 }, 'output'] },
      { name: 'B', extends: 'A', patch: { dense1: { units: 8 } } },
    ],
  })
  expect(previewModels(file, facts).map((preview) => preview?.summary?.layers[0].outputUnits)).toEqual([4, 8])
})

test('sweeps as one line of text, both ways', () => {
  for (const sweep of [
    { sweep: [0.1, 0.2, 0.3] },
    { sweep: { from: 0.001, to: 1, count: 4, scale: 'log' as const } },
    { sweep: { from: 1, to: 9, count: 3 } },
  ])
    expect(parseSweepText(sweepText(sweep))).toEqual(sweep)
  expect(parseSweepText('0.1..0.5 x 5')).toEqual({ sweep: { from: 0.1, to: 0.5, count: 5 } })
  expect(parseSweepText('1 2', { sweep: [3, 4], as: 'rate' })).toEqual({ sweep: [1, 2], as: 'rate' })
  for (const wrong of ['', '0.1', '0.1, x', '1, 1']) expect(parseSweepText(wrong)).toBeUndefined()
})

test('suggested sweeps hold the value and stay within the bounds', () => {
  const rate = { kind: 'number', min: 0, below: 1, doc: '' } as const
  expect(suggestSweep(rate, 0.25)).toEqual([0.1, 0.2, 0.25, 0.3, 0.4, 0.5])
  expect(suggestSweep({ kind: 'number', integer: true, min: 1, doc: '' }, 60)).toEqual([30, 60, 120])
  expect(suggestSweep({ kind: 'number', above: 0, doc: '' }, 0.1)).toEqual([0.01, 0.03, 0.1, 0.3])
})

test('names stay apart', () => {
  expect(uniqueName('Hidden', ['Baseline'])).toBe('Hidden')
  expect(uniqueName('Hidden', ['Hidden', 'Hidden 2'])).toBe('Hidden 3')
  expect(uniqueName('Hidden 2', ['Hidden', 'Hidden 2'])).toBe('Hidden 3')
})
