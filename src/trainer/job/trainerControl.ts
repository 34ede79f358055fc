/** What the person asked for while training runs: stop, pause, go on. Looked at between epochs. */
export class TrainerControl {
  #isStopped = false
  #isPaused = false
  #wake: (() => void) | undefined

  stop(): void {
    this.#isStopped = true
    this.#wake?.()
  }

  pause(): void {
    this.#isPaused = true
  }

  resume(): void {
    this.#isPaused = false
    this.#wake?.()
  }

  /** Lets messages in, waits while paused. Resolves to whether to go on. */
  async mayGoOn(): Promise<boolean> {
    await new Promise((resolve) => setImmediate(resolve))
    while (this.#isPaused && !this.#isStopped) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
    return !this.#isStopped
  }
}
