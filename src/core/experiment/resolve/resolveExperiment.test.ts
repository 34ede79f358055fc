import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { HoldoutError } from '../../errors.ts'
import { readExperiment } from '../file/parseExperiment.ts'
import { resolveExperiment, type DatasetFacts } from './resolveExperiment.ts'

const SONAR: DatasetFacts = { task: 'binary', features: 60, classes: ['M', 'R'], rows: 208 }
const VEHICLE: DatasetFacts = { task: 'multiclass', features: 18, classes: ['bus', 'opel', 'saab', 'van'], rows: 846 }
const SERVO: DatasetFacts = { task: 'regression', features: 4, classes: [], rows: 167 }
const HEAD = 'holdout: 1\nname: X\ndataset: { target: y }\n'

const resolve = (text: string, facts: DatasetFacts = SONAR) => {
  const { file, locate } = readExperiment(text)
  return resolveExperiment(file, facts, locate)
}
const candidates = (text: string, facts?: DatasetFacts) => resolve(HEAD + text, facts).candidates
const names = (text: string) => candidates(text).map(({ name }) => name)

function failure(text: string, facts?: DatasetFacts): HoldoutError {
  try {
    resolve(HEAD + text, facts)
  } catch (error) {
    if (error instanceof HoldoutError) return error
    throw error
  }
  throw new Error('it was accepted')
}

const example = (name: string) =>
  readFileSync(new URL(`../../../../resources/examples/${name}`, import.meta.url), 'utf8')

describe('a final model', () => {
  const of = (value: string) =>
    resolve(`${HEAD}finalModel: ${value}\nmodels: [{ name: A, layers: [output] }]\n`).finalModel
  it.each([
    ['refit', true],
    ['true', true],
    ['false', false],
    ['ensemble', 'ensemble'],
  ])('%s', (value, isSaved) => {
    expect(of(value)).toBe(isSaved)
  })

  it('anything else is refused', () => {
    expect(failure('finalModel: bagging\nmodels: [{ name: A, layers: [output] }]\n').message).toContain(
      'true, false, refit or ensemble',
    )
  })
})

describe('the Sonar exercise', () => {
  const normal = { type: 'randomNormal', mean: 0, stddev: 0.05 }
  const maxNorm = { type: 'maxNorm', maxValue: 3, axis: 0 }
  const { candidates: all, ...experiment } = resolve(example('sonar-dropout.yaml'))
  const shape = (index: number) =>
    all[index].spec.layers.map((layer) =>
      'units' in layer ? `${layer.units} ${layer.activation}` : `drop ${'rate' in layer ? layer.rate : ''}`,
    )

  it('has the three networks', () => {
    expect(all.map(({ name }) => name)).toEqual(['Baseline', 'Visible', 'Hidden'])
    expect(shape(0)).toEqual(['60 relu', '30 relu', '1 sigmoid'])
    expect(shape(1)).toEqual(['drop 0.2', '60 relu', '30 relu', '1 sigmoid'])
    expect(shape(2)).toEqual(['60 relu', 'drop 0.2', '30 relu', 'drop 0.2', '1 sigmoid'])
  })

  it('begins normal everywhere and holds the norm of hidden kernels of the dropout networks', () => {
    for (const [index, { spec }] of all.entries()) {
      for (const layer of spec.layers) {
        if (layer.type !== 'dense' && layer.type !== 'output') continue
        expect(layer.kernelInitializer).toEqual(normal)
        expect(layer.kernelConstraint).toEqual(index > 0 && layer.type === 'dense' ? maxNorm : undefined)
      }
    }
  })

  it('trains as the exercise does', () => {
    const common = { type: 'sgd', nesterov: false }
    expect(all.map(({ spec }) => spec.training.optimizer)).toEqual([
      { ...common, learningRate: 0.01, momentum: 0.8 },
      { ...common, learningRate: 0.1, momentum: 0.9 },
      { ...common, learningRate: 0.1, momentum: 0.9 },
    ])
    expect(all[0].spec.training).toMatchObject({
      epochs: 300,
      batchSize: 16,
      shuffle: true,
      loss: { type: 'binaryCrossentropy' },
    })
    expect(experiment).toMatchObject({ seed: 7, task: 'binary', finalModel: false })
    expect(experiment.validation).toEqual({
      strategy: 'stratified-k-fold',
      folds: 10,
      repeats: 1,
      shuffle: true,
      testFraction: 0.25,
    })
  })

  it('sweeps 20 rates that move together', () => {
    const { candidates } = resolve(example('sonar-dropout-sweep.yaml'))
    expect(candidates).toHaveLength(20)
    expect(candidates[4].name).toBe('Hidden (dropout 0.2)')
    expect(candidates[4].hyperparameters).toEqual({ dropout: 0.2 })
    for (const { spec, hyperparameters } of candidates)
      expect(spec.layers.flatMap((layer) => (layer.type === 'dropout' ? [layer.rate] : []))).toEqual(
        Array(2).fill(hyperparameters.dropout),
      )
  })
})

describe('defaults are those of Keras', () => {
  const optimizer = (type: string) =>
    candidates(`models: [{ name: A, optimizer: ${type}, layers: [output] }]`)[0].spec.training.optimizer
  it.each([
    ['sgd', { learningRate: 0.01, momentum: 0, nesterov: false }],
    ['adam', { learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 }],
    ['adamw', { learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-7, weightDecay: 0.004 }],
    ['rmsprop', { learningRate: 0.001, rho: 0.9, momentum: 0, epsilon: 1e-7, centered: false }],
    ['adagrad', { learningRate: 0.001, initialAccumulatorValue: 0.1, epsilon: 1e-7 }],
  ])('%s', (type, settings) => expect(optimizer(type)).toEqual({ type, ...settings }))

  it('of layers', () => {
    const text =
      'models: [{ name: A, layers: [{ type: dense, units: 3 }, batchNormalization, layerNormalization, output] }]'
    const [dense, batch, layer, output] = candidates(text)[0].spec.layers
    const weights = { useBias: true, kernelInitializer: { type: 'glorotUniform' }, biasInitializer: { type: 'zeros' } }
    expect(dense).toEqual({ type: 'dense', name: 'dense1', units: 3, activation: 'linear', ...weights })
    expect(batch).toEqual({
      type: 'batchNormalization',
      name: 'batchNormalization1',
      momentum: 0.99,
      epsilon: 0.001,
      center: true,
      scale: true,
    })
    expect(layer).toEqual({
      type: 'layerNormalization',
      name: 'layerNormalization1',
      epsilon: 0.001,
      center: true,
      scale: true,
    })
    expect(output).toEqual({ type: 'output', name: 'output', units: 1, activation: 'sigmoid', ...weights })
  })

  it('of regularizers, with the absent penalty 0', () => {
    const text =
      'models: [{ name: A, layers: [{ type: dense, units: 3, kernelRegularizer: l2 }, { type: output, kernelRegularizer: l1 }] }]'
    const [dense, output] = candidates(text)[0].spec.layers
    expect(dense).toMatchObject({ kernelRegularizer: { type: 'l2', l1: 0, l2: 0.01 } })
    expect(output).toMatchObject({ kernelRegularizer: { type: 'l1', l1: 0.01, l2: 0 } })
  })

  it('output, loss and folds follow from the task', () => {
    const text = `${HEAD}models: [{ name: A, layers: [output] }]`
    const [multi, regression] = [resolve(text, VEHICLE), resolve(text, SERVO)]
    expect(multi.candidates[0].spec.layers[0]).toMatchObject({ units: 4, activation: 'softmax' })
    expect(multi.candidates[0].spec.training.loss).toEqual({ type: 'categoricalCrossentropy', labelSmoothing: 0 })
    expect(multi.validation).toMatchObject({ strategy: 'stratified-k-fold', folds: 10 })
    expect(regression.candidates[0].spec.layers[0]).toMatchObject({ units: 1, activation: 'linear' })
    expect(regression.candidates[0].spec.training.loss).toEqual({ type: 'meanSquaredError' })
    expect(regression.validation).toMatchObject({ strategy: 'k-fold', folds: 10 })
  })

  it('training is for all models, a model overrides it, none switches it off', () => {
    const text = `training: { epochs: 5, optimizer: sgd, earlyStopping: { patience: 3 }, classWeight: balanced, seed: 3 }
models:
  - { name: A, layers: [output] }
  - { name: B, epochs: 9, optimizer: { type: sgd, momentum: 0.5 }, earlyStopping: none, classWeight: { M: 2, R: 1 }, layers: [output] }`
    const [a, b] = candidates(text).map(({ spec }) => spec.training)
    expect(a).toMatchObject({
      epochs: 5,
      classWeight: 'balanced',
      seed: 3,
      earlyStopping: { monitor: 'loss', patience: 3, minDelta: 0, restoreBestWeights: true, validationFraction: 0.1 },
    })
    expect(b).toMatchObject({ epochs: 9, optimizer: { momentum: 0.5 }, classWeight: { M: 2, R: 1 } })
    expect(b).not.toHaveProperty('earlyStopping')
  })
})

it('nested validation has 10 outer and 5 inner folds and a metric to choose by', () => {
  const text = `${HEAD}validation: { strategy: nested, inner: { shuffle: false } }\nmodels: [{ name: A, layers: [output] }]`
  expect(resolve(text).validation).toMatchObject({
    outer: { strategy: 'stratified-k-fold', folds: 10 },
    inner: { folds: 5, shuffle: false },
    choose: 'accuracy',
  })
})

describe('extends', () => {
  const base = `models:
  - name: Base
    optimizer: { type: sgd, momentum: 0.5 }
    layers: [{ type: dense, units: 8, kernelConstraint: maxNorm }, { type: dropout, rate: 0.5 }, output]
`
  it('takes over what is not given', () => {
    const [first, second] = candidates(`${base}  - { name: Longer, extends: Base, epochs: 7 }\n`)
    expect(second.spec.layers).toEqual(first.spec.layers)
    expect(second.spec.training).toEqual({ ...first.spec.training, epochs: 7 })
    expect(second.name).toBe('Longer')
  })

  it('changes, replaces and removes layers by name, over several steps', () => {
    const text = `${base}  - { name: Wider, extends: Base, patch: { dense1: { units: 16, kernelConstraint: none }, dropout1: none } }
  - { name: Norm, extends: Wider, patch: { dense1: { units: 32 }, output: { name: out } } }
  - { name: Other, extends: Base, patch: { dropout1: { type: gaussianNoise, stddev: 0.1 } } }
`
    const [, wider, norm, other] = candidates(text).map(({ spec }) => spec.layers)
    expect(wider.map(({ name }) => name)).toEqual(['dense1', 'output'])
    expect(wider[0]).toMatchObject({ units: 16, activation: 'linear' })
    expect(wider[0]).not.toHaveProperty('kernelConstraint')
    expect(norm.map((layer) => [layer.name, 'units' in layer && layer.units])).toEqual([
      ['dense1', 32],
      ['out', 1],
    ])
    expect(other[1]).toEqual({ type: 'gaussianNoise', name: 'dropout1', stddev: 0.1 })
  })

  it('names the place where a wrong value was written', () => {
    const text = `${base}  - { name: Wider, extends: Base, patch: { output: { activation: softmax } } }\n`
    expect(failure(text)).toMatchObject({
      code: 'model/softmax-of-one',
      path: 'models[1].patch.output.activation',
      line: 8,
    })
  })
})

describe('sweeps', () => {
  it('cross as a grid, the first place slowest', () => {
    const text =
      'models: [{ name: A, epochs: { sweep: [1, 2] }, layers: [{ type: dense, units: { sweep: [3, 4] } }, output] }]'
    expect(names(text)).toEqual([
      'A (units 3, epochs 1)',
      'A (units 3, epochs 2)',
      'A (units 4, epochs 1)',
      'A (units 4, epochs 2)',
    ])
    expect(candidates(text)[1].hyperparameters).toEqual({ 'layers[0].units': 3, epochs: 2 })
  })

  it('names places in full where the last part would not tell them apart', () => {
    const text =
      'models: [{ name: A, layers: [{ type: dropout, rate: { sweep: [0.1] } }, { type: dropout, rate: { sweep: [0.2] } }, output] }]'
    expect(names(text)).toEqual(['A (layers[0].rate 0.1, layers[1].rate 0.2)'])
  })

  it('take ranges, linear and log, with round numbers', () => {
    const rate = (sweep: string) =>
      candidates(
        `models: [{ name: A, optimizer: { type: sgd, learningRate: { sweep: ${sweep} } }, layers: [output] }]`,
      ).map(({ hyperparameters }) => hyperparameters['optimizer.learningRate'])
    expect(rate('{ from: 0.1, to: 0.5, count: 5 }')).toEqual([0.1, 0.2, 0.3, 0.4, 0.5])
    expect(rate('{ from: 1e-4, to: 1, count: 5, scale: log }')).toEqual([0.0001, 0.001, 0.01, 0.1, 1])
    expect(
      names(
        'models: [{ name: A, layers: [{ type: dense, units: { sweep: { from: 1, to: 4, count: 10 } } }, output] }]',
      ),
    ).toHaveLength(4)
  })

  it('take choices, whole things, types, none, and training for all', () => {
    const layer =
      '{ type: dense, units: 2, activation: { sweep: [relu, tanh] }, kernelConstraint: { sweep: [none, { type: maxNorm, maxValue: 3 }] } }'
    expect(names(`models: [{ name: A, layers: [${layer}, output] }]`)).toEqual([
      'A (activation relu, kernelConstraint none)',
      'A (activation relu, kernelConstraint maxNorm maxValue=3)',
      'A (activation tanh, kernelConstraint none)',
      'A (activation tanh, kernelConstraint maxNorm maxValue=3)',
    ])
    const types = candidates(
      'training: { optimizer: { type: { sweep: [sgd, adam] }, learningRate: 0.5 } }\nmodels: [{ name: A, layers: [output] }]',
    )
    expect(types.map(({ spec }) => [spec.training.optimizer.type, spec.training.optimizer.learningRate])).toEqual([
      ['sgd', 0.5],
      ['adam', 0.5],
    ])
  })

  it('move together under one name, also with values of their own', () => {
    const text =
      'models: [{ name: A, layers: [{ type: dense, units: { sweep: [60, 60], as: size } }, { type: dense, units: { sweep: [30, 15], as: size } }, output] }]'
    expect(names(text)).toEqual(['A (size 60 / 30)', 'A (size 60 / 15)'])
  })

  it('refuse a million candidates with their number, at once', () => {
    const places = ['epochs', 'batchSize'].map((name) => `${name}: { sweep: { from: 1, to: 1000, count: 1000 } }`)
    const error = failure(`models:\n  - { name: A, ${places.join(', ')}, layers: [output] }\n`)
    expect(error).toMatchObject({ code: 'experiment/too-many-candidates', path: 'models[0]', line: 5 })
    expect(error.message).toContain('1,000,000')
  })
})

describe('a random search', () => {
  const text = (search: string, n = 1000) =>
    `seed: 1\nsearch: ${search}\nmodels: [{ name: A, epochs: { sweep: { from: 1, to: ${n}, count: ${n} } }, batchSize: { sweep: [8, 16, 32] }, layers: [output] }]`

  it('draws different candidates, the same for the same seed', () => {
    const drawn = names(text('{ type: random, n: 20 }'))
    expect(new Set(drawn).size).toBe(20)
    expect(names(text('{ type: random, n: 20 }'))).toEqual(drawn)
    expect(names(text('{ type: random, n: 20, seed: 2 }'))).not.toEqual(drawn)
    expect(names(text('{ type: random, n: 30 }')).slice(0, 20)).toEqual(drawn)
  })

  it('tries all where there are no more', () => {
    expect(names(text('{ type: random, n: 20 }', 3))).toHaveLength(9)
    const whole = '{ type: dense, units: { sweep: { from: 1, to: 3 } } }'
    expect(
      new Set(names(`search: { type: random, n: 20 }\nmodels: [{ name: A, layers: [${whole}, output] }]`)).size,
    ).toBe(3)
  })

  it('draws from a range without a count', () => {
    const sweep = '{ sweep: { from: 1e-4, to: 1, scale: log } }'
    const rates = candidates(
      `models: [{ name: A, search: { type: random, n: 200 }, optimizer: { type: sgd, learningRate: ${sweep} }, layers: [output] }]`,
    ).map(({ hyperparameters }) => Number(hyperparameters['optimizer.learningRate']))
    expect(new Set(rates).size).toBe(200)
    expect(rates.every((rate) => rate >= 1e-4 && rate <= 1)).toBe(true)
    const below = rates.filter((rate) => rate < 1e-2).length
    expect(below).toBeGreaterThan(70)
    expect(below).toBeLessThan(130)
  })
})

describe('combinations that cannot be trained are refused before training', () => {
  const model = (settings: string, layers = '[output]') =>
    `models:\n  - { name: A, ${settings}${settings && ', '}layers: ${layers} }\n`
  it.each([
    [
      'softmax of one unit',
      model('', '[{ type: dense, units: 1, activation: softmax }, output]'),
      SONAR,
      'model/softmax-of-one',
      'models[0].layers[0].activation',
    ],
    ['no output', model('', '[{ type: dense, units: 1 }]'), SONAR, 'model/no-output', 'models[0].layers'],
    ['two outputs', model('', '[output, output]'), SONAR, 'model/output-not-last', 'models[0].layers[0]'],
    [
      'one layer name twice',
      model('', '[{ type: dense, units: 1, name: a }, { type: output, name: a }]'),
      SONAR,
      'model/layer-name',
      'models[0].layers[1]',
    ],
    [
      'sigmoid for several classes',
      model('', '[{ type: output, activation: sigmoid }]'),
      VEHICLE,
      'model/output-activation',
      'models[0].layers[0].activation',
    ],
    [
      'two units for two classes',
      model('', '[{ type: output, units: 2 }]'),
      SONAR,
      'model/output-units',
      'models[0].layers[0].units',
    ],
    [
      'three units for four classes',
      model('', '[{ type: output, units: 3 }]'),
      VEHICLE,
      'model/output-units',
      'models[0].layers[0].units',
    ],
    [
      'linear for two classes',
      model('', '[{ type: output, activation: linear }]'),
      SONAR,
      'model/output-activation',
      'models[0].layers[0].activation',
    ],
    ['a loss of numbers for classes', model('loss: huber'), SONAR, 'model/loss-task', 'models[0].loss'],
    ['a loss of classes for numbers', model('loss: binaryCrossentropy'), SERVO, 'model/loss-task', 'models[0].loss'],
    [
      'weights of unknown classes',
      model('classWeight: { M: 1, Rock: 2 }'),
      SONAR,
      'model/class-weight',
      'models[0].classWeight.Rock',
    ],
    ['class weights for numbers', model('classWeight: balanced'), SERVO, 'model/class-weight', 'models[0].classWeight'],
    [
      'accuracy of numbers',
      model('earlyStopping: { monitor: accuracy }'),
      SERVO,
      'model/monitor-task',
      'models[0].earlyStopping.monitor',
    ],
    ['a batch above the training fold', model('batchSize: 188'), SONAR, 'model/batch-too-large', 'models[0].batchSize'],
    [
      'too few rows to stop early',
      model('batchSize: 4, earlyStopping: { validationFraction: 0.001 }'),
      SONAR,
      'model/early-stopping-rows',
      'models[0].earlyStopping',
    ],
    [
      'a plateau of what is not measured',
      model('schedule: { type: reduceOnPlateau, monitor: valLoss }'),
      SONAR,
      'model/no-inner-part',
      'models[0].schedule.monitor',
    ],
    [
      'two ways of clipping',
      model('optimizer: { type: sgd, clipNorm: 1, clipValue: 1 }'),
      SONAR,
      'model/clipping',
      'models[0].optimizer.clipNorm',
    ],
    [
      'stratified numbers',
      `validation: { strategy: stratified-k-fold }\n${model('')}`,
      SERVO,
      'experiment/task',
      'validation.strategy',
    ],
    [
      'stratified numbers within the outer folds',
      `validation: { strategy: nested, inner: { strategy: stratified-k-fold } }\n${model('')}`,
      SERVO,
      'experiment/task',
      'validation.inner.strategy',
    ],
    [
      'more folds than rows',
      `validation: { folds: 209 }\n${model('')}`,
      SONAR,
      'experiment/invalid',
      'validation.folds',
    ],
    [
      'a score undefined of the single rows that are held out',
      `validation: { strategy: leave-one-out }\ntraining: { metrics: [rocAuc] }\n${model('')}`,
      SONAR,
      'experiment/undefined-score',
      'validation.strategy',
    ],
    [
      'the same in as many folds as rows',
      `validation: { strategy: k-fold, folds: 208 }\ntraining: { metrics: [rocAuc] }\n${model('')}`,
      SONAR,
      'experiment/undefined-score',
      'validation.strategy',
    ],
    [
      'a choice by a score undefined of single rows',
      `validation: { strategy: nested, inner: { strategy: leave-one-out } }\n${model('')}`,
      SERVO,
      'experiment/undefined-score',
      'validation.inner.strategy',
    ],
    ['two classes for four', `task: binary\n${model('')}`, VEHICLE, 'experiment/task', 'task'],
    ['a target of one class', model(''), { ...SONAR, classes: ['M'] }, 'experiment/task', 'dataset.target'],
    ['numbers that are classes', `task: regression\n${model('')}`, VEHICLE, 'experiment/task', 'task'],
  ])('%s', (_, text, facts, code, path) => {
    const error = failure(text, facts)
    expect(error).toMatchObject({ code, path })
    expect(error.line).toBeGreaterThan(0)
    expect(error.hint).toBeTruthy()
  })

  it('a score that a single row has is fine where single rows are held out', () => {
    const loo = `validation: { strategy: leave-one-out }\n${model('')}`
    expect(candidates(loo)).toHaveLength(1)
    expect(candidates(`training: { metrics: [logLoss, rocAuc] }\n${loo}`)).toHaveLength(1)
    const nested = `validation: { strategy: nested, inner: { strategy: leave-one-out }, choose: meanAbsoluteError }`
    expect(candidates(`${nested}\n${model('')}`, SERVO)).toHaveLength(1)
  })

  it('a batch of the whole training fold is fine', () => {
    expect(candidates(model('batchSize: 187'))).toHaveLength(1)
  })

  it('a default batch shrinks to a small training fold', () => {
    const batchSize = (settings: string) =>
      candidates(model(settings), { ...SONAR, rows: 30 })[0].spec.training.batchSize
    expect(batchSize('')).toBe(27)
    expect(batchSize('earlyStopping: {}')).toBe(24)
  })

  it('names the candidate of a sweep, once', () => {
    const error = failure(model('batchSize: { sweep: [16, 300, 400] }'))
    expect(error.problems).toHaveLength(1)
    expect(error.message).toContain('A (batchSize 300)')
    expect(error.path).toBe('models[0].batchSize')
  })
})
