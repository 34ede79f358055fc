/** Jobs for tests: the three networks of the Sonar exercise, short; and a way to run one in this process. */
import type { Table } from '../../core/dataset/table.ts'
import type { Candidate, Layer, ModelSpec } from '../../core/model/modelSpec.ts'
import type { RunEvent } from '../../core/run/runEvent.ts'
import type { TrainerJob } from '../../core/run/trainerJob.ts'
import type { OpenBackend, OpenKernelBackend } from '../backend/openBackend.ts'
import { runJob } from '../job/runJob.ts'
import { TrainerControl } from '../job/trainerControl.ts'

type SpecChanges = Partial<ModelSpec['training']> & { readonly rate?: number; readonly layers?: readonly Layer[] }

const WEIGHTS = {
  useBias: true,
  kernelInitializer: { type: 'randomNormal', mean: 0, stddev: 0.05 },
  biasInitializer: { type: 'zeros' },
} as const
const MAX_NORM = { kernelConstraint: { type: 'maxNorm', maxValue: 3, axis: 0 } } as const

/** The exercise's network with dropout between layers. */
export function hiddenSpec({ rate = 0.2, layers, ...training }: SpecChanges = {}): ModelSpec {
  return {
    name: 'Hidden',
    layers: layers ?? [
      { type: 'dense', name: 'dense_1', units: 60, activation: 'relu', ...WEIGHTS, ...MAX_NORM },
      { type: 'dropout', name: 'dropout_1', rate },
      { type: 'dense', name: 'dense_2', units: 30, activation: 'relu', ...WEIGHTS, ...MAX_NORM },
      { type: 'dropout', name: 'dropout_2', rate },
      { type: 'output', name: 'output', units: 1, activation: 'sigmoid', ...WEIGHTS },
    ],
    training: {
      optimizer: { type: 'sgd', learningRate: 0.1, momentum: 0.9, nesterov: false },
      loss: { type: 'binaryCrossentropy', labelSmoothing: 0 },
      epochs: 5,
      batchSize: 16,
      shuffle: true,
      ...training,
    },
  }
}

/** The exercise's network without dropout. */
export function baselineSpec(changes: SpecChanges = {}): ModelSpec {
  const layers: readonly Layer[] = [
    { type: 'dense', name: 'dense_1', units: 60, activation: 'relu', ...WEIGHTS },
    { type: 'dense', name: 'dense_2', units: 30, activation: 'relu', ...WEIGHTS },
    { type: 'output', name: 'output', units: 1, activation: 'sigmoid', ...WEIGHTS },
  ]
  return {
    ...hiddenSpec({
      optimizer: { type: 'sgd', learningRate: 0.01, momentum: 0.8, nesterov: false },
      layers,
      ...changes,
    }),
    name: 'Baseline',
  }
}

/** A candidate that is its model as it stands. */
export function candidateOf(spec: ModelSpec, name = spec.name): Candidate {
  return { name, model: spec.name, hyperparameters: {}, spec }
}

/** 10-fold stratified cross-validation of `candidates` on Sonar. */
export function sonarJob(candidates: readonly Candidate[], changes: Partial<TrainerJob> = {}): TrainerJob {
  return {
    runId: 'test',
    tableFile: '',
    task: 'binary',
    classes: ['M', 'R'],
    seed: 7,
    preprocessing: {
      numeric: { impute: 'median', fillValue: 0, missingIndicator: false, scale: 'standard' },
      category: { impute: 'mostFrequent', fillValue: '', encode: 'oneHot' },
      target: 'standard',
    },
    validation: { strategy: 'stratified-k-fold', folds: 10, repeats: 1, shuffle: true, testFraction: 0.25 },
    candidates,
    finished: [],
    checkpointEveryMs: 0,
    backend: 'tensorflow',
    program: 'compiled',
    memoryBudgetBytes: 512 * 1024 * 1024,
    threads: { intraOp: 1, interOp: 2 },
    ...changes,
  }
}

type FitFinished = RunEvent & { readonly kind: 'fitFinished' }

export interface JobOutcome {
  readonly isComplete: boolean
  readonly events: readonly RunEvent[]
  readonly finished: readonly FitFinished[]
}

/** Runs `job` here; `onEvent` may stop it. */
export async function runTestJob(
  job: TrainerJob,
  table: Table,
  backend: OpenBackend | OpenKernelBackend,
  onEvent?: (event: RunEvent, control: TrainerControl) => void,
): Promise<JobOutcome> {
  const control = new TrainerControl()
  const events: RunEvent[] = []
  const emit = (event: RunEvent) => {
    events.push(event)
    onEvent?.(event, control)
  }
  let ticks = 0
  // A clock that only counts: no test depends on wall time, and nothing is throttled away.
  const now = () => (ticks += 60)
  const isComplete = await runJob(job, { table, backend, control, emit, now })
  return { isComplete, events, finished: events.filter((event) => event.kind === 'fitFinished') }
}
