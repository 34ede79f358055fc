import { describe, expect, it } from 'vitest'
import { parseExperiment } from '../file/parseExperiment.ts'
import { validateExperiment } from '../file/validateExperiment.ts'
import { setForAll } from './setForAll.ts'

const OUTPUT = 'layers: [output]'
function fileOf(models: string, training = '') {
  return parseExperiment(`holdout: 1\nname: X\ndataset: { target: "y" }\n${training}\nmodels:\n${models}\n`)
}
const sgd = (learningRate: number, momentum: number) => ({ type: 'sgd', learningRate, momentum })
const three = `
  - { name: A, optimizer: { type: sgd, learningRate: 0.01, momentum: 0.9 }, ${OUTPUT} }
  - { name: B, optimizer: { type: sgd, learningRate: 0.1, momentum: 0.8 }, ${OUTPUT} }
  - { name: C, optimizer: { type: adam, beta1: 0.5 }, ${OUTPUT} }
  - { name: D, ${OUTPUT} }`

describe('a setting for all models', () => {
  it('changes the learning rate alone, and leaves each its optimizer', () => {
    const edited = setForAll(fileOf(three), 'optimizer', sgd(0.01, 0.9), sgd(0.05, 0.9))
    expect(edited.models.map(({ optimizer }) => optimizer)).toEqual([
      sgd(0.05, 0.9),
      sgd(0.05, 0.8),
      { type: 'adam', beta1: 0.5, learningRate: 0.05 },
      undefined,
    ])
    expect(edited.training).toEqual({ optimizer: { type: 'adam', learningRate: 0.05 } })
    validateExperiment(edited)
  })

  it('changes a field only where the kind has it', () => {
    const edited = setForAll(fileOf(three), 'optimizer', sgd(0.01, 0.9), sgd(0.01, 0.5))
    expect(edited.models[2].optimizer).toEqual({ type: 'adam', beta1: 0.5 })
    expect(edited.models[1].optimizer).toEqual(sgd(0.1, 0.5))
    expect(edited.training).toBeUndefined()
  })

  it('changes what all inherit where it stands', () => {
    const file = fileOf(
      `  - { name: A, ${OUTPUT} }\n  - { name: B, epochs: 5, ${OUTPUT} }`,
      'training: { optimizer: sgd }',
    )
    const edited = setForAll(file, 'optimizer', 'sgd', { type: 'sgd', learningRate: 0.2 })
    expect(edited.training).toEqual({ optimizer: { type: 'sgd', learningRate: 0.2 } })
    expect(edited.models).toEqual(file.models)
  })

  it('goes back to the default of a field', () => {
    const edited = setForAll(fileOf(three), 'optimizer', sgd(0.01, 0.9), { type: 'sgd', momentum: 0.9 })
    expect(edited.models[0].optimizer).toEqual({ type: 'sgd', momentum: 0.9 })
    expect(edited.models[1].optimizer).toEqual({ type: 'sgd', momentum: 0.8 })
  })

  it('replaces the optimizer where another is named, and a plain number as a whole', () => {
    const adam = setForAll(fileOf(three), 'optimizer', sgd(0.01, 0.9), { type: 'rmsprop' })
    expect(adam.training).toEqual({ optimizer: { type: 'rmsprop' } })
    expect(adam.models.every(({ optimizer }) => optimizer === undefined)).toBe(true)
    const file = fileOf(`  - { name: A, epochs: 5, ${OUTPUT} }\n  - { name: B, epochs: 9, ${OUTPUT} }`)
    const epochs = setForAll(file, 'epochs', 5, 7)
    expect(epochs.training).toEqual({ epochs: 7 })
    expect(epochs.models.every((model) => model.epochs === undefined)).toBe(true)
    expect(setForAll(epochs, 'epochs', 7, undefined).training).toBeUndefined()
  })

  it('leaves early stopping off where it is off', () => {
    const file = fileOf(`
  - { name: A, earlyStopping: { patience: 5 }, ${OUTPUT} }
  - { name: B, earlyStopping: none, ${OUTPUT} }
  - { name: C, ${OUTPUT} }`)
    const edited = setForAll(file, 'earlyStopping', { patience: 5 }, { patience: 8 })
    expect(edited.models.map(({ earlyStopping }) => earlyStopping)).toEqual([{ patience: 8 }, 'none', undefined])
  })
})
