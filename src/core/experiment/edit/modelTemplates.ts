import type { WrittenLayer, WrittenModel } from '../file/experimentFile.ts'

/** The ready-made networks: the exercise of the dropout paper on small tables. */
export const MODEL_TEMPLATES = ['baseline', 'visible', 'hidden'] as const
export type ModelTemplate = (typeof MODEL_TEMPLATES)[number]

const UNITS = [60, 30] as const
const RATE = 0.2
const kernelInitializer = { type: 'randomNormal', stddev: 0.05 } as const
const kernelConstraint = { type: 'maxNorm', maxValue: 3 } as const
const dropout: WrittenLayer = { type: 'dropout', rate: RATE }
const output: WrittenLayer = { type: 'output', kernelInitializer }

const free = UNITS.map((units): WrittenLayer => ({ type: 'dense', units, activation: 'relu', kernelInitializer }))
const held = UNITS.map((units): WrittenLayer => ({
  type: 'dense',
  units,
  activation: 'relu',
  kernelInitializer,
  kernelConstraint,
}))

/**
 * A network of 60 and 30 units: without dropout, with 20 % of the inputs dropped, or with 20 % of the outputs of each
 * hidden layer dropped. Those with dropout hold their kernels at norm 3 and learn ten times as fast.
 */
export function modelTemplate(template: ModelTemplate): WrittenModel {
  switch (template) {
    case 'baseline':
      return { name: 'Baseline', optimizer: cool, layers: [...free, output] }
    case 'visible':
      return { name: 'Visible', optimizer: hot, layers: [dropout, ...held, output] }
    case 'hidden':
      return { name: 'Hidden', optimizer: hot, layers: [held[0], dropout, held[1], dropout, output] }
  }
}

const cool = { type: 'sgd', learningRate: 0.01, momentum: 0.8 } as const
const hot = { type: 'sgd', learningRate: 0.1, momentum: 0.9 } as const
