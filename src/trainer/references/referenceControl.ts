import type { TrainerCommand } from '../../core/run/trainerJob.ts'
import { TrainerControl } from '../job/trainerControl.ts'
import { MOST_SECONDS } from './fitReferences.ts'

/** What was asked for while reference models are fitted, and how much processor time they may take. */
export class ReferenceControl {
  readonly control = new TrainerControl()
  readonly #comeForward: () => void
  #seconds = MOST_SECONDS

  /** @param comeForward what is to be done once the networks are trained */
  constructor(comeForward: () => void) {
    this.#comeForward = comeForward
  }

  /** In seconds of this process. */
  get budget(): number {
    return this.#seconds
  }

  hear(command: TrainerCommand): void {
    switch (command.kind) {
      case 'budget':
        // Comes when the networks are done.
        this.#seconds = Math.min(MOST_SECONDS, command.seconds)
        this.#comeForward()
        break
      case 'stop':
        this.control.stop()
        break
      case 'pause':
        this.control.pause()
        break
      case 'resume':
        this.control.resume()
        break
      case 'references':
      case 'plan':
      case 'run':
      case 'check':
      case 'warmUp':
        break
    }
  }
}
