import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, test } from 'vitest'
import { createFakeLab } from '../../../contract/fake/fakeLab.ts'
import { parseExperiment } from '../../../core/experiment/file/parseExperiment.ts'
import type { WrittenLayer } from '../../../core/experiment/file/experimentFile.ts'
import { provideLab } from '../api/lab.ts'
import { useExperimentStore } from './experimentStore.ts'
import { useModelRoomStore } from '../rooms/model/modelRoomStore.ts'

beforeEach(() => {
  provideLab(createFakeLab())
  setActivePinia(createPinia())
})

async function opened() {
  const experiment = useExperimentStore()
  await experiment.open('example:sonar-dropout')
  return { experiment, room: useModelRoomStore() }
}
const types = (layers: readonly WrittenLayer[]) =>
  layers.map((layer) => (typeof layer === 'string' ? layer : (layer.type as string)))

describe('changes from the cards', () => {
  test('a layer is added behind the selected one and the output stays last', async () => {
    const { room } = await opened()
    room.layerIndex = 0
    room.addLayer('dropout')
    expect(types(room.layers)).toEqual(['dense', 'dropout', 'dense', 'output'])
    room.layerIndex = 3
    room.addLayer('dense')
    expect(types(room.layers)).toEqual(['dense', 'dropout', 'dense', 'dense', 'output'])
  })

  test('layers move among each other, never past the output', async () => {
    const { room } = await opened()
    room.selectModel(1)
    room.moveLayer(0, 1)
    expect(types(room.layers)).toEqual(['dropout', 'dense', 'dense', 'dropout', 'output'])
    room.moveLayer(3, 4)
    expect(types(room.layers).at(-1)).toBe('output')
    expect(room.layerIndex).toBe(1)
  })

  test('every change is in the text and can be taken back by name', async () => {
    const { experiment, room } = await opened()
    const before = experiment.text
    room.setLayerField(0, 'units', 75)
    expect(await experiment.currentText()).toContain('units: 75')
    expect(experiment.undoStep).toMatchObject({ kind: 'set', field: 'units', value: 75 })
    room.setLayerField(0, 'units', 80)
    experiment.undo()
    expect(await experiment.currentText()).toBe(before)
    experiment.redo()
    expect(await experiment.currentText()).toContain('units: 80')
  })

  test('the scores are those of all models, whatever a model named itself', async () => {
    const { experiment, room } = await opened()
    const before = experiment.text
    room.setMetrics(undefined)
    expect(experiment.text).toBe(before)
    experiment.change({ kind: 'text' }, (draft) => {
      draft.models[1].metrics = ['f1']
    })
    room.setMetrics(['rocAuc', 'accuracy'])
    expect(experiment.file?.training?.metrics).toEqual(['rocAuc', 'accuracy'])
    expect(experiment.file?.models.map(({ metrics }) => metrics)).not.toContainEqual(['f1'])
    room.setMetrics(undefined)
    expect(await experiment.currentText()).not.toContain('metrics')
  })

  test('what would make the experiment wrong changes nothing', async () => {
    const { experiment, room } = await opened()
    const before = experiment.text
    expect(() => room.setLayerField(0, 'units', 0)).toThrow(/units/)
    expect(await experiment.currentText()).toBe(before)
    expect(experiment.undoStep).toBeUndefined()
  })

  test('a sweep multiplies candidates', async () => {
    const { experiment, room } = await opened()
    room.setLayerField(0, 'units', { sweep: [30, 60] })
    expect(experiment.previews[0]?.candidates).toBe(2)
    expect(experiment.resolved.experiment?.candidates).toHaveLength(3)
  })

  test('a training setting for one model, and for all', async () => {
    const { experiment, room } = await opened()
    room.setTraining('epochs', 20)
    expect(experiment.file?.models[0].epochs).toBe(20)
    room.scope = 'all'
    room.setTraining('epochs', 30)
    expect(experiment.file?.training?.epochs).toBe(30)
    expect(experiment.file?.models.map(({ epochs }) => epochs)).toEqual([undefined, undefined])
  })

  test('models are added, copied, renamed and removed under names of their own', async () => {
    const { experiment, room } = await opened()
    const names = () => experiment.file?.models.map(({ name }) => name)
    room.addModel('hidden')
    expect(names()).toEqual(['Baseline', 'Hidden', 'Hidden 2'])
    room.duplicateModel(0)
    expect(names()).toEqual(['Baseline', 'Baseline 2', 'Hidden', 'Hidden 2'])
    expect(room.modelIndex).toBe(1)
    room.renameModel(1, 'Hidden')
    expect(names()?.[1]).toBe('Hidden 3')
    room.removeModel(0)
    expect(names()).toEqual(['Hidden 3', 'Hidden', 'Hidden 2'])
  })

  test('a model built on another gets layers of its own when they are changed', async () => {
    const { experiment, room } = await opened()
    experiment.setText(`${experiment.text}  - { name: Wide, extends: Hidden, patch: { dense1: { units: 75 } } }\n`)
    await experiment.currentText()
    room.selectModel(2)
    room.addLayer('gaussianNoise')
    const wide = experiment.file?.models[2]
    expect(wide?.patch).toBeUndefined()
    expect(wide?.extends).toBe('Hidden')
    expect(wide?.layers?.[0]).toMatchObject({ units: 75 })
    room.renameModel(1, 'Held')
    expect(experiment.file?.models[2].extends).toBe('Held')
  })

  test('the advice of the coach can be followed', async () => {
    const { experiment, room } = await opened()
    room.selectModel(1)
    room.follow({
      code: 'coach/no-input-dropout',
      at: ['layers', 0],
      parameters: { rate: 0.2 },
      patch: [{ at: ['layers', 0], value: { type: 'dropout', rate: 0.2 }, insert: true }],
    })
    expect(types(room.layers)[0]).toBe('dropout')
    room.follow({
      code: 'coach/momentum-low',
      at: ['optimizer', 'momentum'],
      parameters: {},
      patch: [{ at: ['optimizer', 'momentum'], value: 0.95 }],
    })
    expect(experiment.file?.models[1].optimizer).toMatchObject({ learningRate: 0.1, momentum: 0.95 })
  })
})

describe('changes as text', () => {
  test('right text is taken over by the cards', async () => {
    const { experiment, room } = await opened()
    experiment.setText(experiment.text.replace('units: 60', 'units: 61'))
    await experiment.currentText()
    expect(room.preview?.summary?.layers[0].outputUnits).toBe(61)
    experiment.undo()
    expect(room.preview?.summary?.layers[0].outputUnits).toBe(60)
  })

  test('wrong text is kept with its line, and the cards show what it last meant', async () => {
    const { experiment, room } = await opened()
    experiment.setText(experiment.text.replace('units: 60', 'units: sixty'))
    await experiment.currentText()
    expect(experiment.problems[0]).toMatchObject({ line: 11, path: 'models[0].layers[0].units' })
    expect(experiment.isTextRight).toBe(false)
    expect(room.preview?.summary?.layers[0].outputUnits).toBe(60)
    room.addLayer('dense')
    expect(room.layers).toHaveLength(3)
    experiment.undo()
    expect(experiment.isTextRight).toBe(true)
  })

  test('changes that come before the lab has written the last one are all in the text', async () => {
    const { experiment, room } = await opened()
    const before = experiment.text
    room.setLayerField(0, 'units', 71)
    room.setTraining('epochs', 33)
    room.addModel('hidden')
    expect([experiment.text, experiment.isTextBehind]).toEqual([before, true])
    expect(parseExperiment(await experiment.currentText())).toEqual(experiment.file)
    expect(experiment.isTextBehind).toBe(false)
    experiment.undo()
    experiment.undo()
    experiment.undo()
    expect(experiment.text).toBe(before)
  })

  test('a change waits until what was typed is known, and keeps it', async () => {
    const { experiment, room } = await opened()
    experiment.setText(`${experiment.text}# typed\n`.replace('units: 60', 'units: 61'))
    room.setTraining('epochs', 34)
    await experiment.currentText()
    const text = await experiment.currentText()
    expect(text).toContain('# typed')
    expect(text).toContain('units: 61')
    expect(text).toContain('epochs: 34')
  })

  test('an answer about a text that was taken back comes too late', async () => {
    const { experiment, room } = await opened()
    const before = experiment.text
    experiment.setText(before.replace('units: 60', 'units: 62'))
    experiment.undo()
    await experiment.currentText()
    expect([experiment.text, room.preview?.summary?.layers[0].outputUnits]).toEqual([before, 60])
    experiment.redo()
    expect(room.preview?.summary?.layers[0].outputUnits).toBe(62)
  })

  test('a text that the lab could not write is not saved as if it had been', async () => {
    const { experiment, room } = await opened()
    const lab = createFakeLab()
    provideLab({ ...lab, experiments: { ...lab.experiments, patch: () => Promise.reject(new Error('gone')) } })
    room.setLayerField(0, 'units', 75)
    await expect(experiment.currentText()).rejects.toThrow('gone')
    provideLab(lab)
    expect(await experiment.currentText()).toContain('units: 75')
  })

  test('what does not fit the dataset prevents a run and is shown with its place', async () => {
    const { experiment, room } = await opened()
    experiment.setText(experiment.text.replace('- { type: output }', '- { type: output, units: 2 }'))
    await experiment.currentText()
    expect(room.problemsAt('layers', 2)[0]).toMatchObject({ code: 'model/output-units' })
    expect(experiment.resolved.experiment).toBeNull()
  })
})

test('a draft comes back after the page was loaded anew', async () => {
  const lab = createFakeLab()
  provideLab(lab)
  await lab.experiments.keepDraft({ text: 'holdout: 1\nname: Kept\ndataset: { target: y }\nmodels: []\n' })
  const experiment = useExperimentStore()
  expect(await experiment.restoreDraft()).toBe(true)
  expect(experiment.text).toContain('Kept')
  expect(experiment.isTextRight).toBe(false)
})

test('a draft does not replace what somebody has opened meanwhile', async () => {
  const lab = createFakeLab()
  provideLab(lab)
  await lab.experiments.keepDraft({ text: 'holdout: 1\nname: Kept\ndataset: { target: y }\nmodels: []\n' })
  const experiment = useExperimentStore()
  const restoring = experiment.restoreDraft()
  await experiment.open('example:sonar-dropout')
  await restoring
  expect(experiment.text).not.toContain('Kept')
})
