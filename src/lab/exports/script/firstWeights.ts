import type { Layer } from '../../../core/model/modelSpec.ts'
import { initialWeights } from '../../../core/model/initialWeights.ts'
import { keyedPermutation } from '../../../core/random/keyedDraws.ts'
import { layerRow } from '../../../core/model/layerCatalogue.ts'
import { fitPreprocessing } from '../../../core/preprocessing/fitPreprocessing.ts'
import type { Field } from '../../../core/settings/field.ts'
import { fitStream } from '../../../core/run/fitStream.ts'
import { historyOf } from '../../../core/run/runState.ts'
import type { Split } from '../../../core/split/split.ts'
import type { ExportSource } from '../exportSource.ts'
import { npzFile } from './npz.ts'
import type { NumpyArray } from './npz.ts'

/** Epochs that are compared: rounding grows with each, and orders of rows take space. */
const MOST_EPOCHS = 20

/**
 * What the first fold of each candidate began with, as `first-weights.npz`: the weights of its dense layers, the order of rows
 * in each epoch, and the losses that came of them. Candidates that draw noise or stop early are left out: Keras draws other
 * noise and other rows to watch.
 */
export function firstWeights({ stored, state, table }: ExportSource, first: Split): Uint8Array {
  const { seed, candidates, preprocessing } = stored.job
  const inputs = fitPreprocessing(table, preprocessing, first.train).outputs.length
  const arrays = new Map<string, NumpyArray>()
  for (const [position, { spec }] of candidates.entries()) {
    const fit = [...state.candidates[position].fits.values()].find(
      ({ key }) => key.outer === undefined && key.repeat === first.repeat && key.fold === first.fold,
    )
    const { training, layers } = spec
    if (!fit || training.earlyStopping || layers.some((layer) => draws(layer))) continue
    const place = String(position + 1)
    const streams = training.seed ?? seed
    const epochs = Math.min(MOST_EPOCHS, training.epochs)
    for (const [name, array] of denseWeights(layers, inputs, (variable) =>
      fitStream(streams, first, 'weights', variable),
    ))
      arrays.set(`${place}/${name}`, array)
    const orders = Array.from({ length: epochs }, (_, epoch) =>
      training.shuffle
        ? keyedPermutation(fitStream(streams, first, 'shuffle', epoch), first.train.length).map((i) => first.train[i])
        : first.train,
    )
    arrays.set(`${place}/orders`, {
      shape: [epochs, first.train.length],
      values: Int32Array.from(orders.flatMap((order) => [...order])),
    })
    const history = historyOf(fit)
    for (const name of ['loss', 'valLoss'] as const) {
      const values = Float64Array.from(history[name] ?? []).subarray(0, epochs)
      arrays.set(`${place}/${name}`, { shape: [values.length], values: Float64Array.from(values) })
    }
  }
  return npzFile(arrays)
}

/** Whether a layer draws noise; at a rate of 0 it does not. */
function draws(layer: Layer): boolean {
  const row = layerRow(layer.type)
  if (!row.disturb) return false
  return Object.entries<Field>(row.fields).some(
    ([name, { kind }]) => kind === 'number' && Number(layer[name as keyof Layer]) > 0,
  )
}

function denseWeights(
  layers: readonly Layer[],
  inputs: number,
  keyOf: (variable: string) => Parameters<typeof initialWeights>[2],
): readonly (readonly [string, NumpyArray])[] {
  let rows = inputs
  return layers
    .filter((layer) => layer.type === 'dense' || layer.type === 'output')
    .flatMap(({ name, units, useBias, kernelInitializer, biasInitializer }, index) => {
      const kernelShape = { rows, columns: units, rank: 2 } as const
      const kernel = initialWeights(kernelInitializer, kernelShape, keyOf(`${name}/kernel`))
      const bias = initialWeights(biasInitializer, { rows: 1, columns: units, rank: 1 }, keyOf(`${name}/bias`))
      const layer = `layer${String(index + 1)}`
      const written = [[`${layer}/kernel`, { shape: [rows, units], values: kernel }] as const]
      rows = units
      return useBias ? [...written, [`${layer}/bias`, { shape: [units], values: bias }] as const] : written
    })
}
