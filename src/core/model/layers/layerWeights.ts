import { HoldoutError } from '../../errors.ts'
import type { LayerWeight, NamedWeights } from './layerRow.ts'

/**
 * Weights of one variable, of the size the layer expects.
 * @throws HoldoutError `model/weights` where they are missing or of another size
 */
export function weightsOf(weights: NamedWeights, name: string, size: number): Float32Array {
  const values = Object.hasOwn(weights, name) ? weights[name] : undefined
  if (values?.length === size) return values
  const received = values === undefined ? 'none' : String(values.length)
  throw new HoldoutError('model/weights', `${name}: expected ${String(size)} weights, received ${received}`, {
    path: `weights.${name}`,
    hint: 'The file is damaged or was made by hand. Train the model again.',
  })
}

/** The learned factor and offset of a normalizing layer, one of each per unit. */
export function affineOf(
  layer: { readonly name: string; readonly scale: boolean; readonly center: boolean },
  units: number,
  weights: NamedWeights,
): { readonly gamma: Float32Array; readonly beta: Float32Array } {
  return {
    gamma: layer.scale ? weightsOf(weights, `${layer.name}/gamma`, units) : new Float32Array(units).fill(1),
    beta: layer.center ? weightsOf(weights, `${layer.name}/beta`, units) : new Float32Array(units),
  }
}

/** The factors and offsets that a normalizing layer learns. */
export function affineWeights(
  layer: { readonly scale: boolean; readonly center: boolean },
  units: number,
): readonly LayerWeight[] {
  return [
    ...(layer.scale ? [{ name: 'gamma', shape: [units], trainable: true }] : []),
    ...(layer.center ? [{ name: 'beta', shape: [units], trainable: true }] : []),
  ]
}
