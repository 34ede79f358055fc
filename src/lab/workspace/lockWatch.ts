import type { Sighting, Workspace } from './workspace.ts'

/** How long a reader waits before it looks again at what the writer has written. */
const LOOK_AFTER_MS = 1000

/**
 * Looks again and again at a workspace that another program writes to, and tells what is new, until the write lock is here.
 * A look that fails is repeated: what is wrong with the workspace shows where it is used.
 */
export class LockWatch {
  readonly #workspace: Workspace
  readonly #onNews: (sighting: Exclude<Sighting, 'same'>) => Promise<void>
  #timer: NodeJS.Timeout | undefined
  #looking: Promise<void> = Promise.resolve()
  #isClosed = false

  constructor(workspace: Workspace, onNews: (sighting: Exclude<Sighting, 'same'>) => Promise<void>) {
    this.#workspace = workspace
    this.#onNews = onNews
    this.#wait()
  }

  /** Resolves when the last look is over. */
  async close(): Promise<void> {
    this.#isClosed = true
    clearTimeout(this.#timer)
    await this.#looking
  }

  #wait(): void {
    if (this.#isClosed || !this.#workspace.isReadOnly) return
    this.#timer = setTimeout(() => {
      this.#looking = this.#look().then(
        () => this.#wait(),
        () => this.#wait(),
      )
    }, LOOK_AFTER_MS)
  }

  async #look(): Promise<void> {
    const sighting = await this.#workspace.lookAgain()
    if (sighting !== 'same') await this.#onNews(sighting)
  }
}
