import type { Task } from '../dataset/table.ts'
import type { ErrorCode } from '../errors.ts'
import type { OutputLayer } from './layers/output.ts'
import type { EarlyStopping, Layer, Loss, ModelSpec } from './modelSpec.ts'

/** What a model is trained on, as far as the model must fit it. */
export interface ModelContext {
  readonly task: Task
  /** Labels of the classes; empty for regression. */
  readonly classes: readonly string[]
}

/** One thing wrong with a complete model; `at` is the path within the model. */
export interface ModelProblem {
  readonly code: ErrorCode
  readonly at: readonly (string | number)[]
  readonly message: string
  readonly hint?: string
}

/** The losses that fit each task; the first is the default. */
export const lossesOfTask: Readonly<Record<Task, readonly Loss['type'][]>> = {
  binary: ['binaryCrossentropy'],
  multiclass: ['categoricalCrossentropy'],
  regression: ['meanSquaredError', 'meanAbsoluteError', 'huber'],
}

/** The output activations that fit each task; the first is the default. Regression takes all but softmax. */
const OUTPUT_ACTIVATIONS = { binary: ['sigmoid', 'hardSigmoid'], multiclass: ['softmax'] } as const

/** Everything wrong with a complete model before it is trained; empty when all is well. */
export function modelProblems(spec: ModelSpec, context: ModelContext): readonly ModelProblem[] {
  return [
    ...stackProblems(spec.layers),
    ...softmaxProblems(spec.layers),
    ...spec.layers.flatMap((layer, index) => [
      ...layerProblems(layer, index),
      ...(layer.type === 'output' ? outputProblems(layer, index, context) : []),
    ]),
    ...lossProblems(spec.training.loss, context),
    ...classWeightProblems(spec, context),
    ...earlyStoppingProblems(spec.training.earlyStopping, context),
    ...scheduleProblems(spec),
    ...clipProblems(spec),
  ]
}

function stackProblems(layers: readonly Layer[]): readonly ModelProblem[] {
  const outputs = layers.flatMap((layer, index) => (layer.type === 'output' ? [index] : []))
  if (outputs.length === 0) {
    const message = 'expected an output as the last layer, received none'
    return [{ code: 'model/no-output', at: ['layers'], message, hint: 'End the layers with `- { type: output }`.' }]
  }
  const early = outputs.filter((index) => index !== layers.length - 1)
  const names = layers.map(({ name }) => name)
  const twice = names.flatMap((name, index) => (names.indexOf(name) === index ? [] : [index]))
  return [...early.map((index) => misplacedOutput(index)), ...twice.map((index) => nameTwice(index, names[index]))]
}

function misplacedOutput(index: number): ModelProblem {
  const message = `expected exactly one output, as the last layer, received one as layer ${index + 1}`
  return { code: 'model/output-not-last', at: ['layers', index], message, hint: 'Make it a dense layer or move it.' }
}

function nameTwice(index: number, name: string): ModelProblem {
  const message = `expected a name no other layer has, received ${JSON.stringify(name)} again`
  return { code: 'model/layer-name', at: ['layers', index], message, hint: 'Give each layer its own name.' }
}

function layerProblems(layer: Layer, index: number): readonly ModelProblem[] {
  if (layer.type !== 'dense' && layer.type !== 'output' && layer.type !== 'activation') return []
  const at = ['layers', index]
  if (layer.type === 'activation') return []
  const problems: ModelProblem[] = []
  if (layer.activation === 'softmax' && layer.units === 1) problems.push(softmaxOfOne([...at, 'activation']))
  for (const kind of ['kernelConstraint', 'biasConstraint'] as const) {
    const constraint = layer[kind]
    if (constraint?.type === 'minMaxNorm' && constraint.minValue > constraint.maxValue)
      problems.push(reversed([...at, kind], constraint.minValue, constraint.maxValue))
    if (kind === 'biasConstraint' && constraint !== undefined && 'axis' in constraint && constraint.axis !== 0)
      problems.push(biasAxis([...at, kind, 'axis'], constraint.axis))
  }
  for (const kind of ['kernelInitializer', 'biasInitializer'] as const) {
    const initializer = layer[kind]
    if (initializer.type === 'randomUniform' && initializer.minValue > initializer.maxValue)
      problems.push(reversed([...at, kind], initializer.minValue, initializer.maxValue))
  }
  return problems
}

/** An activation layer of softmax behind a layer of one unit. */
function softmaxProblems(layers: readonly Layer[]): readonly ModelProblem[] {
  let units: number | undefined
  return layers.flatMap((layer, index) => {
    if (layer.type === 'dense') units = layer.units
    const isOne = layer.type === 'activation' && layer.activation === 'softmax' && units === 1
    return isOne ? [softmaxOfOne(['layers', index, 'activation'])] : []
  })
}

function softmaxOfOne(at: ModelProblem['at']): ModelProblem {
  const message = 'softmax of one unit is always 1: expected at least 2 units, received 1'
  return { code: 'model/softmax-of-one', at, message, hint: 'Use sigmoid, or more units.' }
}

function reversed(at: ModelProblem['at'], min: number, max: number): ModelProblem {
  const message = `expected minValue at or below maxValue, received ${min} and ${max}`
  return { code: 'model/reversed-range', at, message, hint: 'Swap the two.' }
}

function biasAxis(at: ModelProblem['at'], axis: number): ModelProblem {
  const message = `a bias has one axis: expected 0, received ${axis}`
  return { code: 'model/bias-axis', at, message, hint: 'Leave out `axis`.' }
}

function outputProblems(layer: OutputLayer, index: number, context: ModelContext): readonly ModelProblem[] {
  const problems: ModelProblem[] = []
  const units = context.task === 'multiclass' ? context.classes.length : 1
  if (layer.units !== units) problems.push(outputUnits(layer, index, units, context))
  if (!fitsTask(layer, context.task)) problems.push(outputActivation(layer, index, context))
  return problems
}

function outputUnits(layer: OutputLayer, index: number, units: number, { task }: ModelContext): ModelProblem {
  const hints = {
    binary: 'Leave out `units`, or give `task: multiclass` for one unit per class.',
    multiclass: 'Leave out `units`: it follows from the classes of the target.',
    regression: 'Leave out `units`.',
  }
  const message = `a ${task} target needs ${units} output ${units === 1 ? 'unit' : 'units'}, received ${layer.units}`
  return { code: 'model/output-units', at: ['layers', index, 'units'], message, hint: hints[task] }
}

function fitsTask({ activation }: OutputLayer, task: Task): boolean {
  if (task === 'regression') return activation !== 'softmax'
  return (OUTPUT_ACTIVATIONS[task] as readonly string[]).includes(activation)
}

function outputActivation(layer: OutputLayer, index: number, { task, classes }: ModelContext): ModelProblem {
  const expected = task === 'regression' ? 'any activation but softmax' : OUTPUT_ACTIVATIONS[task].join(' or ')
  const target = task === 'multiclass' ? `a multiclass target (${classes.length} classes)` : `a ${task} target`
  const message = `${target} needs ${expected} as output activation, received ${layer.activation}`
  const hint = 'Leave out `activation`: it follows from the task.'
  return { code: 'model/output-activation', at: ['layers', index, 'activation'], message, hint }
}

function lossProblems({ type }: Loss, { task }: ModelContext): readonly ModelProblem[] {
  const fitting = lossesOfTask[task]
  if (fitting.includes(type)) return []
  const message = `a ${task} target needs ${fitting.join(', ')} as loss, received ${type}`
  const hint = 'Leave out `loss`: it follows from the task. Or check `task`.'
  return [{ code: 'model/loss-task', at: ['loss'], message, hint }]
}

function classWeightProblems({ training }: ModelSpec, { task, classes }: ModelContext): readonly ModelProblem[] {
  const { classWeight } = training
  if (classWeight === undefined) return []
  const at = ['classWeight']
  if (task === 'regression') {
    const message = 'a regression target has no classes to weigh'
    return [{ code: 'model/class-weight', at, message, hint: 'Remove `classWeight`.' }]
  }
  if (classWeight === 'balanced') return []
  const unknown = Object.keys(classWeight).filter((label) => !classes.includes(label))
  return unknown.map((label) => {
    const shown = classes.slice(0, 20).map((known) => JSON.stringify(known))
    const message = `expected labels of the target (${shown.join(', ')}), received ${JSON.stringify(label)}`
    return { code: 'model/class-weight', at: [...at, label], message, hint: 'Labels are compared letter by letter.' }
  })
}

function earlyStoppingProblems(stopping: EarlyStopping | undefined, { task }: ModelContext): readonly ModelProblem[] {
  if (stopping?.monitor !== 'accuracy' || task !== 'regression') return []
  const message = 'a regression target has no accuracy to watch: expected loss, received accuracy'
  return [{ code: 'model/monitor-task', at: ['earlyStopping', 'monitor'], message, hint: 'Use `monitor: loss`.' }]
}

function scheduleProblems({ training: { schedule, earlyStopping } }: ModelSpec): readonly ModelProblem[] {
  if (schedule?.type !== 'reduceOnPlateau' || schedule.monitor === 'loss' || earlyStopping !== undefined) return []
  const message = 'valLoss is measured on the inner part set aside by early stopping, and there is none'
  const hint = 'Use `monitor: loss`, or give `earlyStopping`.'
  return [{ code: 'model/no-inner-part', at: ['schedule', 'monitor'], message, hint }]
}

function clipProblems({ training: { optimizer } }: ModelSpec): readonly ModelProblem[] {
  const given = (['clipValue', 'clipNorm', 'globalClipNorm'] as const).filter((key) => optimizer[key] !== undefined)
  if (given.length < 2) return []
  const message = `expected one way of clipping, received ${given.join(' and ')}`
  return [{ code: 'model/clipping', at: ['optimizer', given[1]], message, hint: 'Keep one of them, as in Keras.' }]
}
