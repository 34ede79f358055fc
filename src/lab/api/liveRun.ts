import type { RunHeader, RunStatus } from '../../contract/runs.ts'
import { primaryMetric } from '../../core/run/primaryMetric.ts'
import type { RunEnd, RunEvent } from '../../core/run/runEvent.ts'
import type { RunState } from '../../core/run/runState.ts'
import type { RunHandle } from '../experiments/runExperiment.ts'
import type { StoredRun } from '../runs/loadRun.ts'
import type { RunSource } from './runStream.ts'
import { strideFor, thinEpochs } from './thinEvents.ts'

/** A run that somebody may be looking at: as it is stored until it trains, then as it is told. */
export class LiveRun implements RunSource {
  readonly header: RunHeader
  status: RunStatus
  /** Set while it trains. */
  handle: RunHandle | undefined
  readonly #listeners = new Set<(events: readonly RunEvent[]) => void>()
  #state: RunState

  constructor(stored: StoredRun, state: RunState) {
    this.header = headerOf(stored)
    this.status = stored.row.status
    this.#state = state
  }

  get state(): RunState {
    return this.#state
  }

  get end(): RunEnd | undefined {
    return this.#state.end
  }

  get isWatched(): boolean {
    return this.#listeners.size > 0
  }

  listen(onChange: (events: readonly RunEvent[]) => void): () => void {
    this.#listeners.add(onChange)
    return () => this.#listeners.delete(onChange)
  }

  /** Takes in what was told, and tells it on. */
  tell(events: readonly RunEvent[], state: RunState): void {
    this.#state = state
    for (const listener of this.#listeners) listener(events)
  }

  /** A new status without events. */
  become(status: RunStatus): void {
    this.status = status
    for (const listener of this.#listeners) listener([])
  }
}

/** What a screen must know of a stored run before its events mean anything. */
export function headerOf({ row, candidates, context }: StoredRun): RunHeader {
  const { experiment, dataset } = context
  const epochs = experiment.candidates.map(({ spec }) => spec.training.epochs)
  const stride = strideFor(Math.max(1, ...epochs))
  return {
    runId: row.id,
    name: row.name,
    task: row.task,
    ...(row.datasetId !== null && { datasetId: row.datasetId }),
    datasetName: row.datasetName,
    rows: dataset.rows,
    classes: dataset.classes ?? [],
    classCounts: dataset.classCounts ?? [],
    validation: experiment.validation,
    candidates: experiment.candidates.map(({ name, model, hyperparameters }, index) => ({
      name,
      model,
      hyperparameters,
      parameters: candidates[index].parameters,
      epochs: thinEpochs(epochs[index], stride),
    })),
    primaryMetric: primaryMetric(row.task).name,
    experiment: context.experimentText,
    startedAt: row.startedAt,
    stride,
  }
}
