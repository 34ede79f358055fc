/** Measures the engine against `model.fit` and against the arithmetic limit, each in a process of its own. */
import type { Measurement } from '../measurement.ts'
import { DEFAULT_THREADS, runChild, SMALL_THREADS, WIDE_THREADS } from './runChild.ts'

interface Figures {
  readonly seconds: number
  readonly rowsPerSecond: number
  readonly peakMb: number
  readonly atRestMb: number
  readonly firstEpochSeconds: number
}

/** All measurements of the engine, one after the other. */
export async function measureEngine(): Promise<Measurement[]> {
  const limit = await runChild<Figures>('limitChild.ts', [], SMALL_THREADS)
  const models = await seedModels(limit)
  const sweep = await runChild<Figures>('laneChild.ts', ['sweep'], SMALL_THREADS)
  const baseline = models.at(-1)?.seconds ?? Number.NaN
  return [
    { name: 'arithmetic limit: the products of 10 folds × 300 epochs', seconds: limit.seconds },
    ...models,
    {
      name: 'sweep: 20 dropout rates × 10 folds × 300 epochs',
      seconds: sweep.seconds,
      ratios: { 'times one model (hidden)': sweep.seconds / baseline },
      notes: { peakMb: sweep.peakMb },
    },
    ...(await wideNetworks()),
  ]
}

async function seedModels(limit: Figures): Promise<Measurement[]> {
  const fit = await runChild<Figures>('modelFitChild.ts', ['hidden', '5', '2'], DEFAULT_THREADS)
  // Five epochs of two folds, scaled to 300 of ten: `fit` takes minutes for the whole.
  const fitSeconds = (fit.seconds / (5 * 2)) * 300 * 10
  const measurements: Measurement[] = [
    { name: 'hidden by model.fit of tfjs-node (2 folds × 5 epochs, scaled to 10 × 300)', seconds: fitSeconds },
  ]
  for (const name of ['baseline', 'visible', 'hidden']) {
    const figures = await runChild<Figures>('laneChild.ts', [name], SMALL_THREADS)
    measurements.push({
      name: `${name}: 10 folds × 300 epochs, both metric sets every epoch`,
      seconds: figures.seconds,
      ratios: {
        'model.fit / this': fitSeconds / figures.seconds,
        'this / arithmetic limit': figures.seconds / limit.seconds,
      },
      notes: { peakMb: figures.peakMb, untilFirstEpochSeconds: figures.firstEpochSeconds },
    })
  }
  return measurements
}

async function wideNetworks(): Promise<Measurement[]> {
  const measurements: Measurement[] = []
  for (const [name, what, epochs] of [
    ['wide', '784-512-512-10, batch 128, 9,000 training rows', '6'],
    ['tall', '100-128-64-1, batch 256, 90,000 training rows', '3'],
  ]) {
    const own = await runChild<Figures>('laneChild.ts', [name, epochs], WIDE_THREADS)
    const fit = await runChild<Figures>('modelFitChild.ts', [name, epochs, '1'], DEFAULT_THREADS)
    measurements.push({
      name: `${what}, ${epochs} epochs`,
      seconds: own.seconds,
      ratios: { 'rows per second / those of model.fit': own.rowsPerSecond / fit.rowsPerSecond },
      notes: { rowsPerSecond: own.rowsPerSecond, modelFitRowsPerSecond: fit.rowsPerSecond, peakMb: own.peakMb },
    })
  }
  return measurements
}
