import type { RunHeader, RunStatus, RunUpdate } from '../../contract/runs.ts'
import type { RunEnd, RunEvent } from '../../core/run/runEvent.ts'
import { runProgress } from '../../core/run/runProgress.ts'
import type { RunState } from '../../core/run/runState.ts'
import { eventSize, eventsOfState, shownEnd, splitEvent, thinEvent } from './thinEvents.ts'

/** What a stream is made from: a run as it is now, and a way to hear of what comes. */
export interface RunSource {
  readonly header: RunHeader
  readonly state: RunState
  readonly status: RunStatus
  /** Set once nothing more will come. */
  readonly end: RunEnd | undefined
  /** Calls back after every batch of events and every change of status; returns a way to leave. */
  listen(onChange: (events: readonly RunEvent[]) => void): () => void
}

export interface RunStreamOptions {
  readonly signal?: AbortSignal
  /** Resolves after so many milliseconds. */
  readonly wait: (ms: number) => Promise<void>
}

/** Between two messages: at most 20 a second. */
const MESSAGE_EVERY_MS = 50
/** Numbers in one message: a page takes it in well within a frame. */
const MOST_NUMBERS = 20_000

/** Everything that has happened in a run, then what happens, in messages fit for a screen. */
export async function* runStream(source: RunSource, options: RunStreamOptions): AsyncGenerator<RunUpdate, void> {
  const mailbox = new Mailbox(source)
  try {
    yield { kind: 'begin', header: source.header, status: source.status }
    for (const events of chunks(eventsOfState(source.state), source.header.stride)) {
      yield { kind: 'events', events }
      await options.wait(MESSAGE_EVERY_MS / 10)
    }
    yield progressOf(source)
    yield* follow(source, mailbox, options)
  } finally {
    mailbox.close()
  }
}

async function* follow(
  source: RunSource,
  mailbox: Mailbox,
  { signal, wait }: RunStreamOptions,
): AsyncGenerator<RunUpdate, void> {
  while (signal?.aborted !== true) {
    const { end } = source
    for (const events of chunks(mailbox.take(), source.header.stride)) {
      yield { kind: 'events', events }
      await wait(MESSAGE_EVERY_MS)
    }
    yield progressOf(source)
    if (end) {
      yield { kind: 'end', status: source.status, end: shownEnd(end) }
      return
    }
    await mailbox.arrival(signal)
    await wait(MESSAGE_EVERY_MS)
  }
}

function progressOf(source: RunSource): RunUpdate {
  return { kind: 'progress', status: source.status, progress: runProgress(source.state), isCaughtUp: true }
}

/** Events as a screen needs them, in messages that are not too large. */
function* chunks(events: Iterable<RunEvent>, stride: number): Generator<readonly RunEvent[]> {
  let chunk: RunEvent[] = []
  let size = 0
  for (const event of events) {
    const thinned = thinEvent(event, stride)
    if (!thinned || thinned.kind === 'ended') continue
    for (const part of splitEvent(thinned, MOST_NUMBERS)) {
      if (chunk.length > 0 && size + eventSize(part) > MOST_NUMBERS) {
        yield chunk
        chunk = []
        size = 0
      }
      chunk.push(part)
      size += eventSize(part)
    }
  }
  if (chunk.length > 0) yield chunk
}

/** Holds what happens between two messages. */
class Mailbox {
  #events: RunEvent[] = []
  #hasNews = false
  #wake: (() => void) | undefined
  readonly close: () => void

  constructor(source: RunSource) {
    this.close = source.listen((events) => {
      this.#events.push(...events)
      this.#hasNews = true
      this.#wake?.()
    })
  }

  take(): readonly RunEvent[] {
    const events = this.#events
    this.#events = []
    this.#hasNews = false
    return events
  }

  /** Resolves as soon as there is something, or nobody wants it any more. */
  async arrival(signal: AbortSignal | undefined): Promise<void> {
    if (this.#hasNews || signal?.aborted === true) return
    const { promise, resolve } = Promise.withResolvers<undefined>()
    this.#wake = () => resolve(undefined)
    signal?.addEventListener('abort', this.#wake, { once: true })
    await promise
    signal?.removeEventListener('abort', this.#wake)
  }
}
