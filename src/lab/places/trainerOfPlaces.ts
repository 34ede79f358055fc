import type { TrainerJob } from '../../core/run/trainerJob.ts'
import type { RunEventsHandler, Trainer, TrainerSession } from '../trainers/trainer.ts'
import type { Place } from './place.ts'
import { RemoteTrainer } from './remoteTrainer.ts'

/** Trains each job where it belongs: here, or on the place that it names. */
export class TrainerOfPlaces implements Trainer {
  readonly #local: Trainer
  readonly #find: (name: string) => Promise<Place>

  constructor(local: Trainer, find: (name: string) => Promise<Place>) {
    this.#local = local
    this.#find = find
  }

  start(job: TrainerJob, onEvents: RunEventsHandler): TrainerSession {
    const { place } = job
    if (place === undefined) return this.#local.start(job, onEvents)
    return new RemoteTrainer({ place: () => this.#find(place) }).start(job, onEvents)
  }
}
