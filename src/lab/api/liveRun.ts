import type { RunHeader, RunStatus } from '../../contract/runs.ts'
import { positiveClassIn } from '../../core/run/positiveClassIn.ts'
import { rankingMetric } from '../../core/experiment/resolve/rankingMetric.ts'
import type { RunEnd, RunEvent } from '../../core/run/runEvent.ts'
import type { RunState } from '../../core/run/runState.ts'
import type { StoredRun } from '../runs/store/loadRun.ts'
import type { RunSource } from './runStream.ts'
import { eventsOfState, strideFor, thinEpochs } from './thinEvents.ts'

/** Statuses after which nothing more is reported, unless the run is resumed. */
const IS_OVER: ReadonlySet<RunStatus> = new Set(['finished', 'stopped', 'failed', 'interrupted', 'away'])

/** A run that somebody looks at: as it is stored until it trains, then as it is reported. */
export class LiveRun implements RunSource {
  readonly header: RunHeader
  readonly #listeners = new Set<(events: readonly RunEvent[]) => void>()
  #status: RunStatus
  #state: RunState

  constructor(stored: StoredRun, state: RunState, status: RunStatus = stored.row.status) {
    this.header = headerOf(stored)
    this.#status = status
    this.#state = state
  }

  get state(): RunState {
    return this.#state
  }

  get status(): RunStatus {
    return this.#status
  }

  /** How it ended; a run that waits to be resumed has ended once, and yet it goes on. */
  get end(): RunEnd | undefined {
    return IS_OVER.has(this.#status) ? this.#state.end : undefined
  }

  listen(onChange: (events: readonly RunEvent[]) => void): () => void {
    this.#listeners.add(onChange)
    return () => this.#listeners.delete(onChange)
  }

  /** Takes over a state that was read anew, and tells it as if all of it had just happened. */
  replace(state: RunState, status: RunStatus): void {
    this.tell([...eventsOfState(state)], state, status)
  }

  /** Takes in what was reported and where the run stands now, and passes it on. */
  tell(events: readonly RunEvent[], state: RunState, status: RunStatus): void {
    if (events.length === 0 && status === this.#status) return
    this.#state = state
    this.#status = status
    for (const listener of this.#listeners) listener(events)
  }
}

/** What a screen must know of a stored run before its events mean anything. */
export function headerOf({ row, candidates, context, job }: StoredRun): RunHeader {
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
    primaryMetric: rankingMetric(experiment).name,
    ...positiveClassIn(experiment, dataset),
    experiment: context.experimentText,
    ...placeOf(context, job),
    startedAt: row.startedAt,
    stride,
  }
}

/** Runs of earlier versions know the name of their place alone. */
function placeOf({ place }: StoredRun['context'], job: StoredRun['job']): Pick<RunHeader, 'place'> {
  if (place) return { place }
  return job.place === undefined ? {} : { place: { name: job.place } }
}
