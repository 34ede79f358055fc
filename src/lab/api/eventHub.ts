import type { SystemEvent } from '../../contract/system.ts'

/** Messages kept for a listener that does not read; older ones are dropped, since each tells of the newest state. */
const MOST_WAITING = 1000

/** Tells every window what happens without having been asked for. */
export class EventHub {
  readonly #subscriptions = new Set<Subscription>()

  /** How many windows listen. */
  get listening(): number {
    return this.#subscriptions.size
  }

  tell(event: SystemEvent): void {
    for (const subscription of this.#subscriptions) subscription.put(event)
  }

  /** Listens from now on, until the subscription is closed. */
  subscribe(): Subscription {
    const subscription = new Subscription(() => this.#subscriptions.delete(subscription))
    this.#subscriptions.add(subscription)
    return subscription
  }
}

/** What one window has yet to receive. */
export class Subscription {
  readonly #waiting: SystemEvent[] = []
  readonly #leave: () => void
  #wake: () => void = () => undefined

  constructor(leave: () => void) {
    this.#leave = leave
  }

  put(event: SystemEvent): void {
    this.#waiting.push(event)
    if (this.#waiting.length > MOST_WAITING) this.#waiting.shift()
    this.#wake()
  }

  close(): void {
    this.#leave()
    this.#wake()
  }

  /** What happens, until the signal is aborted. */
  async *events(signal: AbortSignal | undefined): AsyncGenerator<SystemEvent, void> {
    const leave = (): void => this.#wake()
    signal?.addEventListener('abort', leave)
    try {
      while (signal?.aborted !== true) {
        const event = this.#waiting.shift()
        if (event) yield event
        else await new Promise<void>((resolve) => (this.#wake = resolve))
      }
    } finally {
      signal?.removeEventListener('abort', leave)
    }
  }
}
