import type { TrainerJob } from '../../core/run/trainerJob.ts'
import type { RunEventsHandler, Trainer, TrainerSession } from '../trainers/trainer.ts'
import type { Place } from './place.ts'
import type { SessionStarts } from '../references/sessionWithReferences.ts'
import { RemoteTrainer } from './remoteTrainer.ts'
import type { Planner } from './shardFolder.ts'

/** How the programs are started that a run on a place needs on this machine: as child processes of this Node unless given. */
export interface LocalPrograms {
  readonly plan?: Planner
  readonly references?: SessionStarts['references']
}

/** Trains each job where it belongs: here, or on the place that it names. */
export class TrainerOfPlaces implements Trainer {
  readonly #local: Trainer
  readonly #find: (name: string) => Promise<Place>
  readonly #programs: LocalPrograms

  constructor(local: Trainer, find: (name: string) => Promise<Place>, programs: LocalPrograms = {}) {
    this.#local = local
    this.#find = find
    this.#programs = programs
  }

  start(job: TrainerJob, onEvents: RunEventsHandler): TrainerSession {
    const { place } = job
    if (place === undefined) return this.#local.start(job, onEvents)
    const { plan, references } = this.#programs
    const options = { place: () => this.#find(place), ...(plan && { plan }) }
    return new RemoteTrainer(options, references).start(job, onEvents)
  }
}
