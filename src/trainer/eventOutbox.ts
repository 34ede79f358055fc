/** Batches events so that the parent gets at most 20 messages a second, however many fits end at once. */
import type { RunEvent } from '../core/run/runEvent.ts'

const INTERVAL_MS = 50

export class EventOutbox {
  private readonly send: (events: readonly RunEvent[]) => void
  private waiting: RunEvent[] = []
  private lastMs = 0

  constructor(send: (events: readonly RunEvent[]) => void) {
    this.send = send
  }

  add(event: RunEvent): void {
    this.waiting.push(event)
    if (performance.now() - this.lastMs >= INTERVAL_MS) this.flush()
  }

  flush(): void {
    if (this.waiting.length === 0) return
    this.send(this.waiting)
    this.waiting = []
    this.lastMs = performance.now()
  }
}
