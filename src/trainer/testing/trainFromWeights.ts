/** Trains one network from given weights, its rows in the order of the table, as Keras does with `shuffle=False`. */
import type { Task } from '../../core/dataset/table.ts'
import type { ModelSpec } from '../../core/model/modelSpec.ts'
import type { FitPlan } from '../group/fitPlan.ts'
import { FeatureRows } from '../group/featureRows.ts'
import { classTargets, type FoldData } from '../group/foldData.ts'
import type { LaneValues } from '../group/laneBlock.ts'
import { newLaneRun, type LaneRun } from '../group/laneRun.ts'
import type { LaneEngine } from '../group/laneEngine.ts'
import { trainBlock } from '../group/trainBlock.ts'
import { buildLaneModel } from '../program/laneModel.ts'
import { stateNames } from '../program/laneState.ts'
import { optimizerProgram } from '../program/optimizers.ts'

/** What is trained, on which rows, from which weights. */
export interface FixedTraining {
  readonly task: Task
  readonly spec: ModelSpec
  readonly x: readonly (readonly number[])[]
  /** Rows that are predicted after training. */
  readonly xEval: readonly (readonly number[])[]
  /** Class codes or values of `x`. */
  readonly y: readonly number[]
  /** In Keras's order of `get_weights`, which is the order of our variables. */
  readonly weights: readonly (readonly number[] | readonly (readonly number[])[])[]
}

/** Trains to the last epoch; the outputs are those of `xEval`. */
export async function trainFromWeights(training: FixedTraining, engine: LaneEngine): Promise<LaneRun> {
  const { spec, x, xEval } = training
  const fit: FitPlan = {
    key: { candidate: 0, repeat: 0, fold: 0 },
    candidate: { name: spec.name, model: spec.name, hyperparameters: {}, spec },
    fitted: range(0, x.length),
    train: range(0, x.length),
    test: range(x.length, xEval.length),
    seed: 0,
  }
  const { fit: _, ...run } = newLaneRun(fit)
  const classWeight = spec.training.classWeight as Readonly<Record<string, number>> | undefined
  const weights = classWeight && Float32Array.from(training.y, (label) => classWeight[label])
  const finished: LaneRun[] = []
  await trainBlock(
    {
      fits: [fit],
      foldOf: () => foldOf(training),
      rowWeightsOf: () => weights,
      isWeighted: weights !== undefined,
      evalSize: 16,
      longestSegment: 32,
      keepsWeights: false,
      from: { epoch: 0, lanes: [{ fit: '0/0/0', run, values: valuesOf(training) }] },
    },
    engine,
    {
      onEpoch: () => undefined,
      onFinished: (runs) => {
        finished.push(...runs)
      },
      onDiverged: () => undefined,
      mayGoOn: () => Promise.resolve(true),
    },
  )
  return finished[0]
}

/** Training rows first, then the rows to predict, as held-out rows. */
function foldOf({ task, x, xEval, y }: FixedTraining): FoldData {
  const features = Float32Array.from([...x, ...xEval].flat())
  const targets = [...y, ...xEval.map(() => 0)]
  const base = {
    features: new FeatureRows(features, x[0].length),
    width: x[0].length,
    targetScale: { mean: 0, scale: 1 },
  }
  if (task === 'regression') return { ...base, targets: Float32Array.from(targets), outputs: 1 }
  return { ...base, ...classTargets(Int32Array.from(targets), task, 3) }
}

/** Slots are at their start. */
function valuesOf({ spec, x, weights }: FixedTraining): LaneValues {
  const model = buildLaneModel(spec, x[0].length)
  const slots = optimizerProgram(model.optimizer).slots(model.optimizer)
  const given = Object.fromEntries(
    model.variables.map(({ name }, i) => [name, Float32Array.from(weights[i].flat())] as const),
  )
  return Object.fromEntries(
    stateNames(model).map((name) => {
      const [variable, slot] = name.split(':')
      return [name, slot === undefined ? given[name] : new Float32Array(given[variable].length).fill(slots[slot])]
    }),
  )
}

function range(from: number, length: number): Int32Array {
  return Int32Array.from({ length }, (_, i) => from + i)
}
