/** Batches events so that the receiver gets at most 20 messages a second unless another interval is given, however many fits end at once. */
import type { RunEvent } from '../core/run/runEvent.ts'

const INTERVAL_MS = 50

export class EventOutbox {
  readonly #send: (events: readonly RunEvent[]) => void
  readonly #everyMs: number
  #waiting: RunEvent[] = []
  #lastMs = 0

  constructor(send: (events: readonly RunEvent[]) => void, everyMs = INTERVAL_MS) {
    this.#send = send
    this.#everyMs = everyMs
  }

  add(event: RunEvent): void {
    this.#waiting.push(event)
    if (performance.now() - this.#lastMs >= this.#everyMs) this.flush()
  }

  flush(): void {
    if (this.#waiting.length === 0) return
    this.#send(this.#waiting)
    this.#waiting = []
    this.#lastMs = performance.now()
  }
}
