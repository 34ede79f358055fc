/** Signals that ask for a clean stop. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
/** One press of Ctrl-C may arrive twice, once from the terminal and once passed on by the launcher. */
const SAME_PRESS_MS = 300

/** What a stop request does to a training session. */
export interface StoppableSession {
  /** Stops after the current epoch. */
  stop(): void
  kill(): void
}

interface Handler {
  readonly stop: () => void
  readonly kill: () => void
  readonly leave: () => void
}

/** What a person asks of a long-running command by Ctrl-C: first a clean stop, then an end at once. */
export class StopRequests {
  /** Aborted with the first request. */
  readonly signal: AbortSignal
  readonly #controller = new AbortController()
  readonly #handlers: Handler[] = []
  #first: { readonly at: number; readonly signal: NodeJS.Signals } | undefined

  constructor() {
    this.signal = this.#controller.signal
    for (const signal of SIGNALS) process.on(signal, this.#receive)
  }

  /** Whether a stop was asked for. */
  get isAsked(): boolean {
    return this.#first !== undefined
  }

  /**
   * Calls `stop` with the first request (at once if there was one), `kill` with any later one, and `leave` instead of `stop` where the
   * first request was that the terminal was closed: what goes on elsewhere need not stop for that.
   */
  handle(stop: () => void, kill: () => void, leave = stop): void {
    this.#handlers.push({ stop, kill, leave })
    if (this.#first) answer({ stop, leave }, this.#first.signal)
  }

  /** Stops a training session with the first request and ends it with a later one. */
  handleSession(session: StoppableSession): void {
    this.handle(
      () => session.stop(),
      () => session.kill(),
    )
  }

  /** Gives the signals back their ordinary meaning. */
  close(): void {
    for (const signal of SIGNALS) process.off(signal, this.#receive)
  }

  readonly #receive = (signal: NodeJS.Signals): void => {
    const now = performance.now()
    if (this.#first === undefined) {
      this.#first = { at: now, signal }
      this.#controller.abort()
      for (const handler of this.#handlers) answer(handler, signal)
    } else if (now - this.#first.at > SAME_PRESS_MS) {
      for (const { kill } of this.#handlers) kill()
    }
  }
}

/** A terminal that was closed asks to leave, every other signal to stop. */
function answer({ stop, leave }: Pick<Handler, 'stop' | 'leave'>, signal: NodeJS.Signals): void {
  if (signal === 'SIGHUP') leave()
  else stop()
}
