/** Between two messages of a stream. */
const PROGRESS_EVERY_MS = 50

/** Only the newest progress is worth telling. */
export class LatestProgress<T> {
  #newest: T | undefined
  #isClosed = false
  #wake: () => void = () => undefined

  readonly put = (progress: T): void => {
    this.#newest = progress
    this.#wake()
  }

  close(): void {
    this.#isClosed = true
    this.#wake()
  }

  /** At most twenty a second, until it is closed. */
  async *updates(wait: (ms: number) => Promise<void>): AsyncGenerator<T, void> {
    while (!this.#isClosed) {
      const newest = this.#newest
      this.#newest = undefined
      if (newest !== undefined) {
        yield newest
        await wait(PROGRESS_EVERY_MS)
      } else await new Promise<void>((resolve) => (this.#wake = resolve))
    }
  }
}
