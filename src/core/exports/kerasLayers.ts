/** A trained network as the layers of a Keras Sequential model: what `.keras` files and TensorFlow.js models hold. */
import type { FittedColumn, FittedNumber } from '../preprocessing/fittedPreprocessing.ts'
import { activationNames } from '../model/activationNames.ts'
import { layerRow } from '../model/layerCatalogue.ts'
import { weightsOf } from '../model/layers/layerWeights.ts'
import type { ActivationName, Layer } from '../model/modelSpec.ts'
import type { ModelMember, TrainedModel } from '../model/trainedModel.ts'
import type { Field } from '../settings/field.ts'

/** One weight of a layer, as Keras calls it. */
export interface KerasWeight {
  readonly name: string
  readonly shape: readonly number[]
  readonly values: Float32Array
}

/** One layer with the arguments of Keras 3, in Python's spelling. */
export interface KerasLayer {
  readonly className: string
  /** Unique, of letters, digits, `_`, `.` and `-`. */
  readonly name: string
  readonly config: Readonly<Record<string, unknown>>
  readonly weights: readonly KerasWeight[]
}

/** Activations by Keras's names. */
export const KERAS_ACTIVATIONS: Readonly<Record<ActivationName, string>> = {
  relu: 'relu',
  relu6: 'relu6',
  leakyRelu: 'leaky_relu',
  elu: 'elu',
  selu: 'selu',
  gelu: 'gelu',
  silu: 'silu',
  softplus: 'softplus',
  softsign: 'softsign',
  tanh: 'tanh',
  sigmoid: 'sigmoid',
  hardSigmoid: 'hard_sigmoid',
  mish: 'mish',
  softmax: 'softmax',
  linear: 'linear',
}

/** Names of columns whose preparation Keras's Normalization can do: numbers without a missing cell in training. */
export function normalizedColumns({ preprocessing }: ModelMember): readonly FittedNumber[] | undefined {
  const columns = preprocessing.columns.filter(isPlainNumber)
  return columns.length === preprocessing.columns.length ? columns : undefined
}

/** Below this Keras takes a scale for 0. */
const SMALLEST_SCALE = 1e-6

function isPlainNumber(column: FittedColumn): column is FittedNumber {
  return (
    column.kind === 'number' &&
    column.fill === null &&
    !column.hasIndicator &&
    !column.isEmpty &&
    !column.dateParts &&
    column.scale > SMALLEST_SCALE
  )
}

/** The layers of one member: from prepared features to the prediction in the target's unit. */
export function kerasLayers({ task, spec }: TrainedModel, member: ModelMember): readonly KerasLayer[] {
  const names = new UniqueNames()
  let units = member.inputs
  const layers = spec.layers.map((layer): KerasLayer => {
    const row = layerRow(layer.type)
    const inputs = units
    units = row.outputUnits(layer, inputs)
    return {
      className: row.keras.className,
      config: { ...row.keras.config, ...kerasArguments(layer) },
      weights: row.weights(layer, inputs).map(({ name, shape }) => ({
        name: snakeCase(name),
        shape,
        values: weightsOf(
          member.weights,
          `${layer.name}/${name}`,
          shape.reduce((size, length) => size * length, 1),
        ),
      })),
      name: names.of(layer.name),
    }
  })
  if (task !== 'regression') return layers
  const { scale, mean } = member.targetScale
  return [
    ...layers,
    { className: 'Rescaling', config: { scale, offset: mean }, weights: [], name: names.of('target_unit') },
  ]
}

/** The settings of a layer in Keras's spelling, without its name and how its weights begin and are held. */
function kerasArguments(layer: Layer): Readonly<Record<string, unknown>> {
  const fields = Object.entries<Field>(layerRow(layer.type).fields)
  const settings = fields.filter(([name, { kind }]) => name !== 'name' && kind !== 'typed')
  return Object.fromEntries(
    settings.map(([name, field]) => [snakeCase(name), kerasValue(field, layer[name as keyof Layer])]),
  )
}

/** The value of a field, an activation by Keras's name. */
export function kerasValue(field: Field, value: unknown): unknown {
  const isActivation = field.kind === 'choice' && field.options === activationNames
  return isActivation ? KERAS_ACTIVATIONS[value as ActivationName] : value
}

/** `movingMean` is `moving_mean`. */
export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

/** Names that Keras takes, each once. */
export class UniqueNames {
  readonly #taken = new Set<string>()

  of(wanted: string): string {
    const allowed =
      wanted
        .normalize('NFKD')
        .replace(/[^\w.-]+/g, '_')
        .replace(/^[^a-zA-Z0-9]+/, '') || 'layer'
    let name = allowed
    for (let n = 1; this.#taken.has(name); n++) name = `${allowed}_${String(n)}`
    this.#taken.add(name)
    return name
  }
}
