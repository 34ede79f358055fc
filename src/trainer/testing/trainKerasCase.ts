/** Trains a case of Keras's trajectories from its fixed weights. */
import type { OpenBackend } from '../backend/openBackend.ts'
import type { FitPlan } from '../group/fitPlan.ts'
import { classTargets, type FoldData } from '../group/foldData.ts'
import type { LaneValues } from '../group/laneBlock.ts'
import type { LaneRun } from '../group/laneRun.ts'
import { trainBlock } from '../group/trainBlock.ts'
import { buildLaneModel } from '../program/laneModel.ts'
import { optimizerProgram } from '../program/optimizers.ts'
import { ProgramCache } from '../program/programCache.ts'
import { stateNames } from '../program/laneState.ts'
import { KERAS, specOf, type KerasCase } from './kerasCases.ts'

const TRAIN_ROWS = KERAS.x.length
const EVAL_ROWS = KERAS.x_eval.length

/** Training rows first, then the rows that Keras predicted afterwards, as held-out rows. */
function foldOf({ task }: KerasCase): FoldData {
  const features = Float32Array.from([...KERAS.x, ...KERAS.x_eval].flat())
  const y = [...KERAS.y[task], ...new Array<number>(EVAL_ROWS).fill(0)]
  const targetScale = { mean: 0, scale: 1 }
  const base = { features, width: 12, targetScale }
  if (task === 'regression') return { ...base, targets: Float32Array.from(y), outputs: 1 }
  return { ...base, ...classTargets(Int32Array.from(y), task, 3) }
}

/** Keras's weights in the order of `get_weights`, which is the order of our variables; slots at their start. */
function valuesOf(kerasCase: KerasCase): LaneValues {
  const model = buildLaneModel(specOf(kerasCase), 12)
  const slots = optimizerProgram(model.optimizer).slots(model.optimizer)
  const weights = Object.fromEntries(
    model.variables.map(({ name }, i) => [name, Float32Array.from(kerasCase.weights_before[i].flat())]),
  )
  return Object.fromEntries(
    stateNames(model).map((name) => {
      const [variable, slot] = name.split(':')
      return [name, slot === undefined ? weights[name] : new Float32Array(weights[variable].length).fill(slots[slot])]
    }),
  )
}

/** Trains `kerasCase` to its last epoch. */
export async function trainKerasCase(
  kerasCase: KerasCase,
  backend: OpenBackend,
  mode: 'compiled' | 'eager',
): Promise<LaneRun> {
  const spec = specOf(kerasCase)
  const fit: FitPlan = {
    key: { candidate: 0, repeat: 0, fold: 0 },
    candidate: { name: spec.name, model: spec.name, hyperparameters: {}, spec },
    fitted: range(0, TRAIN_ROWS),
    train: range(0, TRAIN_ROWS),
    test: range(TRAIN_ROWS, EVAL_ROWS),
    seed: 0,
  }
  const classWeight = spec.training.classWeight as Record<string, number> | undefined
  const weights = classWeight && Float32Array.from(KERAS.y.binary, (label) => classWeight[label])
  const finished: LaneRun[] = []
  await trainBlock(
    {
      fits: [fit],
      foldOf: () => foldOf(kerasCase),
      rowWeightsOf: () => weights,
      isWeighted: weights !== undefined,
      evalSize: 16,
      longestSegment: 32,
      keepsWeights: false,
      from: { epoch: 0, lanes: [{ fit: '0/0/0', run: {} as LaneRun, values: valuesOf(kerasCase) }] },
    },
    { backend: backend.lanes, programs: new ProgramCache(backend.lanes, mode) },
    {
      onEpoch: () => undefined,
      onFinished: (run) => finished.push(run),
      onDiverged: () => undefined,
      mayGoOn: () => Promise.resolve(true),
    },
  )
  return finished[0]
}

function range(from: number, length: number): Int32Array {
  return Int32Array.from({ length }, (_, i) => from + i)
}

/** Largest relative difference; values near zero count as one hundredth of the largest. */
export function worstDifference(received: ArrayLike<number>, expected: ArrayLike<number>): number {
  const scale = Math.max(...Array.from(expected, Math.abs)) / 100
  return Math.max(
    ...Array.from(expected, (value, i) => Math.abs(received[i] - value) / Math.max(Math.abs(value), scale)),
  )
}
