/**
 * The coach: what the paper on dropout advises, held against a model. It says why and never forbids.
 *
 * Source: Srivastava, Hinton, Krizhevsky, Sutskever, Salakhutdinov (2014), Dropout: a simple way to prevent neural
 * networks from overfitting, JMLR 15, sections 4 to 7 and appendix A.
 */
import type { DenseLayer } from '../../model/layers/dense.ts'
import type { DropoutLayer } from '../../model/layers/dropout.ts'
import type { ModelSpec, Optimizer } from '../../model/modelSpec.ts'

export type AdviceCode =
  | 'coach/rate-low'
  | 'coach/rate-high'
  | 'coach/input-rate-high'
  | 'coach/no-input-dropout'
  | 'coach/no-hidden-dropout'
  | 'coach/network-small'
  | 'coach/learning-rate-low'
  | 'coach/momentum-low'
  | 'coach/no-max-norm'
  | 'coach/max-norm-unusual'

/** A setting to change: `value` in the place `at`; `insert` puts it before what stands there. */
export interface AdvicePatch {
  readonly at: readonly (string | number)[]
  readonly value: unknown
  readonly insert?: true
}

/** One piece of advice. The sentence belongs to the screen; `parameters` fill its gaps. */
export interface Advice {
  readonly code: AdviceCode
  /** The place it speaks of, within the model. */
  readonly at: readonly (string | number)[]
  readonly parameters: Readonly<Record<string, number | string>>
  readonly patch: readonly AdvicePatch[]
}

/** What the coach may know beside the model. */
export interface AdviceContext {
  /** Values per row that enter the network. */
  readonly inputs: number
}

const RATES = { low: 0.2, high: 0.5, input: 0.2 }
/** SGD's learning rate with dropout: 10 to 100 times the usual 0.01. */
const HOT_RATE = 0.1
const LEAST_MOMENTUM = 0.9
const NORMS = { low: 3, high: 5 }

/** All advice for a model; none for one without dropout, which the paper is not about. */
export function adviseModel(spec: ModelSpec, context: AdviceContext): readonly Advice[] {
  const dropouts = dropoutsOf(spec)
  if (dropouts.length === 0) return []
  return [
    ...dropouts.flatMap(rateAdvice),
    ...placeAdvice(spec, dropouts),
    ...sizeAdvice(spec, dropouts, context),
    ...optimizerAdvice(spec.training.optimizer),
    ...normAdvice(spec),
  ]
}

interface PlacedDropout {
  readonly layer: DropoutLayer
  readonly index: number
  /** Whether it drops inputs: no layer with weights stands before it. */
  readonly isInput: boolean
}

function dropoutsOf({ layers }: ModelSpec): readonly PlacedDropout[] {
  const firstDense = layers.findIndex(({ type }) => type === 'dense' || type === 'output')
  return layers.flatMap((layer, index) =>
    layer.type === 'dropout' ? [{ layer, index, isInput: firstDense < 0 || index < firstDense }] : [],
  )
}

function denseOf({ layers }: ModelSpec): readonly { readonly layer: DenseLayer; readonly index: number }[] {
  return layers.flatMap((layer, index) => (layer.type === 'dense' ? [{ layer, index }] : []))
}

function rateAdvice({ layer: { rate }, index, isInput }: PlacedDropout): readonly Advice[] {
  const at = ['layers', index, 'rate']
  const advice = (code: AdviceCode, to: number): Advice[] => [
    { code, at, parameters: { rate, suggested: to }, patch: [{ at, value: to }] },
  ]
  if (isInput && rate > RATES.high) return advice('coach/input-rate-high', RATES.input)
  if (rate > RATES.high) return advice('coach/rate-high', RATES.high)
  return rate < RATES.low && !isInput ? advice('coach/rate-low', RATES.low) : []
}

/** Dropping both inputs and hidden values did best in the paper. */
function placeAdvice(spec: ModelSpec, dropouts: readonly PlacedDropout[]): readonly Advice[] {
  const firstDense = denseOf(spec).at(0)
  if (firstDense === undefined) return []
  if (dropouts.every(({ isInput }) => isInput)) {
    const at = ['layers', firstDense.index + 1]
    const value = { type: 'dropout', rate: RATES.high }
    return [
      { code: 'coach/no-hidden-dropout', at, parameters: { rate: RATES.high }, patch: [{ at, value, insert: true }] },
    ]
  }
  if (dropouts.some(({ isInput }) => isInput)) return []
  const at = ['layers', firstDense.index]
  const value = { type: 'dropout', rate: RATES.input }
  return [
    { code: 'coach/no-input-dropout', at, parameters: { rate: RATES.input }, patch: [{ at, value, insert: true }] },
  ]
}

/** A layer of n units that suits without dropout wants n / (1 - rate) with it. */
function sizeAdvice(spec: ModelSpec, dropouts: readonly PlacedDropout[], { inputs }: AdviceContext): readonly Advice[] {
  return denseOf(spec).flatMap(({ layer, index }) => {
    const dropout = dropouts.find((placed) => placed.index > index && isNext(spec, index, placed.index))
    if (dropout === undefined || layer.units >= inputs) return []
    const at = ['layers', index, 'units']
    const suggested = Math.ceil(layer.units / (1 - dropout.layer.rate))
    if (suggested === layer.units) return []
    const parameters = { units: layer.units, rate: dropout.layer.rate, suggested }
    return [{ code: 'coach/network-small' as const, at, parameters, patch: [{ at, value: suggested }] }]
  })
}

/** Whether no layer with weights stands between two layers. */
function isNext({ layers }: ModelSpec, from: number, to: number): boolean {
  return layers.slice(from + 1, to).every(({ type }) => type !== 'dense' && type !== 'output')
}

function optimizerAdvice(optimizer: Optimizer): readonly Advice[] {
  if (optimizer.type !== 'sgd') return []
  const { learningRate, momentum } = optimizer
  const advice: Advice[] = []
  const add = (code: AdviceCode, name: string, value: number, suggested: number) => {
    const at = ['optimizer', name]
    advice.push({ code, at, parameters: { [name]: value, suggested }, patch: [{ at, value: suggested }] })
  }
  if (learningRate < HOT_RATE) add('coach/learning-rate-low', 'learningRate', learningRate, HOT_RATE)
  if (momentum < LEAST_MOMENTUM) add('coach/momentum-low', 'momentum', momentum, LEAST_MOMENTUM)
  return advice
}

/** Large steps blow weights up; a bound on the norm of each unit's weights lets them be taken all the same. */
function normAdvice(spec: ModelSpec): readonly Advice[] {
  const dense = denseOf(spec)
  const value = { type: 'maxNorm', maxValue: NORMS.low }
  const free = dense.filter(({ layer }) => layer.kernelConstraint === undefined)
  const unbound: Advice[] = free.map(({ index }) => {
    const at = ['layers', index, 'kernelConstraint']
    return { code: 'coach/no-max-norm', at, parameters: { suggested: NORMS.low }, patch: [{ at, value }] }
  })
  const unusual = dense.flatMap(({ layer: { kernelConstraint }, index }): Advice[] => {
    if (kernelConstraint?.type !== 'maxNorm') return []
    const { maxValue } = kernelConstraint
    if (maxValue >= NORMS.low && maxValue <= NORMS.high) return []
    const at = ['layers', index, 'kernelConstraint', 'maxValue']
    const suggested = maxValue < NORMS.low ? NORMS.low : NORMS.high
    return [
      { code: 'coach/max-norm-unusual', at, parameters: { maxValue, suggested }, patch: [{ at, value: suggested }] },
    ]
  })
  return [...unbound, ...unusual]
}
