import type { SavedModel } from '../../src/core/model/savedModel.ts'

const GROUPS = 37
const UNITS = 32
const PLAIN = { useBias: true, kernelInitializer: { type: 'zeros' }, biasInitializer: { type: 'zeros' } } as const

/** A model of the columns that `writeMadeUpCsv` writes, with weights by a formula. */
export function madeUpModel(columns: number): SavedModel {
  const numbers = Array.from({ length: columns - 3 }, (_, index) => `x${String(index)}`)
  const levels = Array.from({ length: GROUPS }, (_, index) => `g${String(index)}`)
  const inputs = numbers.length + levels.length
  const known = numbers.map((name) => [name, { type: 'number', decimal: '.' }] as const)
  return {
    holdoutModel: 1,
    run: 'made-up',
    name: 'Made up',
    task: 'binary',
    classes: ['a', 'b'],
    spec: {
      name: 'Made up',
      layers: [
        { type: 'dense', name: 'dense', units: UNITS, activation: 'relu', ...PLAIN },
        { type: 'output', name: 'output', units: 1, activation: 'sigmoid', ...PLAIN },
      ],
      training: {
        optimizer: { type: 'sgd', learningRate: 0.1, momentum: 0, nesterov: false },
        loss: { type: 'binaryCrossentropy', labelSmoothing: 0 },
        epochs: 1,
        batchSize: 1,
        shuffle: true,
      },
    },
    preprocessing: {
      columns: [
        ...numbers.map(
          (name) =>
            ({ kind: 'number', name, fill: 0, center: 0, scale: 577, hasIndicator: false, isEmpty: false }) as const,
        ),
        { kind: 'oneHot', name: 'group', levels, ranks: levels.map((_, rank) => rank), fill: 0 },
      ],
      outputs: [...numbers, ...levels],
    },
    targetScale: { mean: 0, scale: 1 },
    inputs,
    weights: {
      'dense/kernel': weights(inputs * UNITS),
      'dense/bias': weights(UNITS),
      'output/kernel': weights(UNITS),
      'output/bias': weights(1),
    },
    dataset: {
      target: 'label',
      header: true,
      delimiter: ',',
      quote: '"',
      columns: {
        ...Object.fromEntries(known),
        group: { type: 'category' },
        label: { type: 'category' },
        id: { role: 'id', type: 'number', decimal: '.' },
      },
    },
    ranges: Object.fromEntries(numbers.map((name) => [name, [-1000, 1000] as const])),
  }
}

/** Little-endian float32 in base64. */
function weights(count: number): string {
  const values = Float32Array.from({ length: count }, (_, index) => Math.sin(index + 1) / 4)
  return Buffer.from(values.buffer).toString('base64')
}
