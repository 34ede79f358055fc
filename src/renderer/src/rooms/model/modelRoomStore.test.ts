import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, test } from 'vitest'
import { createFakeLab } from '../../../../contract/fake/fakeLab.ts'
import { validateExperiment } from '../../../../core/experiment/file/validateExperiment.ts'
import { provideLab } from '../../api/lab.ts'
import { useExperimentStore } from '../../stores/experimentStore.ts'
import { useModelRoomStore } from './modelRoomStore.ts'

beforeEach(async () => {
  provideLab(createFakeLab())
  setActivePinia(createPinia())
  await useExperimentStore().open('example:sonar-dropout')
})
const written = () => validateExperiment(useExperimentStore().file)

describe('how rows are held out', () => {
  test('is nested, each part with its own settings, and flat again', () => {
    const room = useModelRoomStore()
    const folds = (written().validation as { folds?: number }).folds
    room.chooseStrategy('nested')
    room.setValidation('folds', 4, 'inner')
    room.chooseStrategy('holdout', 'inner')
    room.setValidation('testFraction', 0.3, 'inner')
    room.setValidation('choose', 'rocAuc')
    expect(written().validation).toMatchObject({
      strategy: 'nested',
      outer: { folds },
      inner: { strategy: 'holdout', testFraction: 0.3 },
      choose: 'rocAuc',
    })
    room.chooseStrategy('k-fold')
    expect(written().validation).toMatchObject({ strategy: 'k-fold', folds })
  })

  test('another strategy never leaves settings behind that it does not take', () => {
    const room = useModelRoomStore()
    room.setValidation('repeats', 2)
    room.chooseStrategy('leave-one-out')
    expect(written().validation).toEqual({ strategy: 'leave-one-out' })
    useExperimentStore().undo()
    expect(written().validation).toMatchObject({ repeats: 2 })
  })
})

describe('preprocessing', () => {
  test('is written as far as it is not the default', () => {
    const room = useModelRoomStore()
    room.setPreprocessing('numeric', 'scale', 'robust')
    room.setPreprocessing('category', 'encode', 'ordinal')
    expect(written().preprocessing).toMatchObject({ numeric: { scale: 'robust' }, category: { encode: 'ordinal' } })
    room.setPreprocessing('category', 'encode', undefined)
    expect(written().preprocessing).not.toHaveProperty('category')
  })
})

describe('a search', () => {
  test('belongs to the selected model', () => {
    const room = useModelRoomStore()
    room.setLayerField(0, 'units', { sweep: [10, 20, 30] })
    room.setSearch({ type: 'random', n: 2 })
    expect([written().models[0].search, room.preview?.candidates]).toEqual([{ type: 'random', n: 2 }, 2])
  })
})

describe('a new layer', () => {
  test('comes after the card with the keyboard and has the activation of the stack', () => {
    const room = useModelRoomStore()
    room.focusedIndex = 0
    room.addLayer('dense')
    expect(written().models[0].layers?.[1]).toMatchObject({ type: 'dense', activation: 'relu' })
  })

  test('can be the first of a model that starts empty', () => {
    const room = useModelRoomStore()
    room.addEmptyModel()
    expect(written().models.at(-1)?.layers).toEqual([{ type: 'output' }])
  })
})
