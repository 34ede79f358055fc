/** Measures the engine against `model.fit` and against the arithmetic limit, each in a process of its own. */
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Measurement } from '../measurement.ts'

const run = promisify(execFile)
const SMALL = { TF_NUM_INTRAOP_THREADS: '1', TF_NUM_INTEROP_THREADS: '2' }
const WIDE = { TF_NUM_INTRAOP_THREADS: '2', TF_NUM_INTEROP_THREADS: '1' }
/** TensorFlow's own choice. */
const DEFAULT = {}

/** Seconds that Keras 3.15 `fit` and scikit-learn's `MLPClassifier` took for one model on 2 cores (DESIGN, measured once). */
const KERAS_SECONDS = 167
const SCIKIT_LEARN_SECONDS = 6.8

interface Figures {
  readonly seconds: number
  readonly rowsPerSecond: number
  readonly peakMb: number
  readonly atRestMb: number
  readonly firstEpochSeconds: number
}

async function child(script: string, args: readonly string[], threads: Record<string, string>): Promise<Figures> {
  const path = fileURLToPath(new URL(`./${script}`, import.meta.url))
  const env = { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3', ...threads }
  const { stdout } = await run(process.execPath, [path, ...args], { env, maxBuffer: 64 << 20 })
  return JSON.parse(stdout) as Figures
}

/** All measurements of the engine, one after the other. */
export async function measureEngine(): Promise<Measurement[]> {
  const limit = await child('limitChild.ts', [], SMALL)
  const models = await seedModels(limit)
  const sweep = await child('laneChild.ts', ['sweep'], SMALL)
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
  const fit = await child('modelFitChild.ts', ['hidden', '5', '2'], DEFAULT)
  // Five epochs of two folds, scaled to 300 of ten: `fit` takes minutes for the whole.
  const fitSeconds = (fit.seconds / (5 * 2)) * 300 * 10
  const measurements: Measurement[] = [
    { name: 'hidden by model.fit of tfjs-node (2 folds × 5 epochs, scaled to 10 × 300)', seconds: fitSeconds },
  ]
  for (const name of ['baseline', 'visible', 'hidden']) {
    const figures = await child('laneChild.ts', [name], SMALL)
    measurements.push({
      name: `${name}: 10 folds × 300 epochs, both metric sets every epoch`,
      seconds: figures.seconds,
      ratios: {
        'model.fit / this': fitSeconds / figures.seconds,
        'this / arithmetic limit': figures.seconds / limit.seconds,
        'Keras fit (167 s, measured once elsewhere) / this': KERAS_SECONDS / figures.seconds,
        'scikit-learn (6.8 s, likewise) / this': SCIKIT_LEARN_SECONDS / figures.seconds,
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
    const own = await child('laneChild.ts', [name, epochs], WIDE)
    const fit = await child('modelFitChild.ts', [name, epochs, '1'], DEFAULT)
    measurements.push({
      name: `${what}, ${epochs} epochs`,
      seconds: own.seconds,
      ratios: { 'rows per second / those of model.fit': own.rowsPerSecond / fit.rowsPerSecond },
      notes: { rowsPerSecond: own.rowsPerSecond, modelFitRowsPerSecond: fit.rowsPerSecond, peakMb: own.peakMb },
    })
  }
  return measurements
}
