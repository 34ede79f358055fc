import type { TrainerJob } from '../../core/run/trainerJob.ts'
import { startWithReferences } from '../references/sessionWithReferences.ts'
import type { SessionStarts } from '../references/sessionWithReferences.ts'
import { startReferences } from '../trainers/childProcessTrainer.ts'
import type { RunEventsHandler, Trainer, TrainerSession } from '../trainers/trainer.ts'
import { RemoteSession } from './remoteSession.ts'
import type { RemoteSessionOptions } from './remoteSession.ts'

/** Trains on a place. Reference models are fitted here meanwhile. */
export class RemoteTrainer implements Trainer {
  readonly #options: RemoteSessionOptions
  readonly #references: SessionStarts['references']

  constructor(options: RemoteSessionOptions, references: SessionStarts['references'] = startReferences) {
    this.#options = options
    this.#references = references
  }

  start(job: TrainerJob, onEvents: RunEventsHandler): TrainerSession {
    return startWithReferences(job, onEvents, {
      networks: (given, hear) => new RemoteSession(given, this.#options, hear),
      references: this.#references,
    })
  }
}
