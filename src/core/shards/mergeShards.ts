import type { BackendInfo, FitKey, RunEnd, RunEvent } from '../run/runEvent.ts'
import { changedBackend } from '../run/changedBackend.ts'
import { finalKey, fitName } from '../run/fitStream.ts'
import type { ShardMessage } from './shardMessage.ts'

/** A final model as the shard wrote it. */
export interface ShardModel {
  readonly candidate: number
  readonly text: string
}

/** What is new in messages of a shard. */
export interface Merged {
  readonly events: readonly RunEvent[]
  readonly models: readonly ShardModel[]
}

export interface MergeOptions {
  /** Blocks of each shard. */
  readonly shards: readonly (readonly (readonly FitKey[])[])[]
  /** Fits that were finished before. */
  readonly finished: readonly FitKey[]
  /** What the run computed by so far; absent where nothing has begun. */
  readonly backend?: BackendInfo
  /** Milliseconds since the run was submitted, by the clock of this machine: no event is later. */
  readonly elapsedMs: () => number
}

type Explained = Extract<RunEvent, { kind: 'fitExplained' }>

/**
 * Joins what shards report into the events of one run, in whatever order it comes. Several attempts of one shard report the same
 * fits with the same bits: the first report counts. Events of a fit that the shard does not have are left out.
 */
export class ShardMerger {
  readonly #options: MergeOptions
  readonly #fitsOf: readonly ReadonlySet<string>[]
  readonly #ended: Set<string>
  /** By shard: fits without an end. */
  readonly #openOf: number[]
  readonly #explained = new Map<string, Explained[]>()
  readonly #texts = new Map<number, string>()
  readonly #models = new Set<number>()
  readonly #ends = new Map<number, RunEnd>()
  /** By attempt: when it began after the first one, in milliseconds. */
  readonly #shifts = new Map<string, number>()
  /** Attempts that computed otherwise than the run. */
  readonly #foreign = new Set<string>()
  #firstStart: number | undefined
  #backend: BackendInfo | undefined
  #isStartTold = false

  constructor(options: MergeOptions) {
    this.#options = options
    this.#backend = options.backend
    this.#fitsOf = options.shards.map((blocks) => new Set(blocks.flat().map(fitName)))
    this.#ended = new Set(options.finished.map(fitName))
    this.#openOf = this.#fitsOf.map((fits) => [...fits].filter((name) => !this.#ended.has(name)).length)
  }

  /** What this shard's newest attempt that came to an end reported as its end. */
  endOf(shard: number): RunEnd | undefined {
    return this.#ends.get(shard)
  }

  /** Fits of a shard that no attempt has finished. */
  openFits(shard: number): number {
    return this.#openOf[shard]
  }

  /** @param attempt names the file that the message is from */
  take(shard: number, attempt: string, message: ShardMessage): Merged {
    switch (message.kind) {
      case 'attempt':
        this.#ends.delete(shard)
        this.#begin(attempt, message.attempt.startedAt)
        return NOTHING
      case 'refused':
        return NOTHING
      case 'model':
        this.#texts.set(message.candidate, message.text)
        return NOTHING
      case 'events':
        return this.#takeEvents(shard, attempt, message.events)
    }
  }

  #begin(attempt: string, startedAt: number): void {
    this.#firstStart ??= startedAt
    this.#shifts.set(attempt, Math.max(0, startedAt - this.#firstStart))
  }

  #takeEvents(shard: number, attempt: string, events: readonly RunEvent[]): Merged {
    const shift = this.#shifts.get(attempt) ?? 0
    const latest = this.#options.elapsedMs()
    const models: ShardModel[] = []
    const merged = events.flatMap((event) => this.#merge(shard, attempt, event, models))
    return { models, events: merged.map((event) => ({ ...event, atMs: Math.min(latest, event.atMs + shift) })) }
  }

  #merge(shard: number, attempt: string, event: RunEvent, models: ShardModel[]): readonly RunEvent[] {
    if (this.#foreign.has(attempt)) return []
    switch (event.kind) {
      case 'started':
        return this.#start(attempt, event)
      case 'fitFinished':
      case 'fitDiverged':
        return this.#endFit(shard, event)
      case 'fitExplained':
        return this.#explain(shard, event)
      case 'epochs':
        return event.fits.every((fit) => this.#has(shard, fit)) ? [event] : []
      case 'finalModel':
        return this.#model(shard, event, models)
      case 'ended':
        this.#ends.set(shard, event.end)
        return []
      case 'candidatesStarted':
      case 'notice':
        return [event]
      default:
        // Nothing that a shard computes.
        return []
    }
  }

  #start(attempt: string, event: Extract<RunEvent, { kind: 'started' }>): readonly RunEvent[] {
    const changes = this.#backend === undefined ? [] : changedBackend(this.#backend, event.backend)
    if (changes.length > 0) {
      this.#foreign.add(attempt)
      const words = changes.map(({ what, stored, now }) => `${what} ${stored} before, ${now} there`).join('; ')
      const message = `Results of one attempt are not used, since it computed in another way than the run: ${words}.`
      return [{ kind: 'notice', message, atMs: event.atMs }]
    }
    this.#backend = event.backend
    if (this.#isStartTold) return []
    this.#isStartTold = true
    return [event]
  }

  #endFit(shard: number, event: Extract<RunEvent, { kind: 'fitFinished' | 'fitDiverged' }>): readonly RunEvent[] {
    const name = fitName(event.fit)
    if (!this.#has(shard, event.fit) || this.#ended.has(name)) return []
    this.#end(shard, name)
    const explained = this.#explained.get(name) ?? []
    this.#explained.delete(name)
    return [event, ...explained]
  }

  /** A point of a learning curve belongs to a fit that another shard may not have finished. */
  #explain(shard: number, event: Explained): readonly RunEvent[] {
    const points = event.explanation.learning ?? []
    const names = points.map(({ fraction }) => fitName({ ...event.fit, fraction }))
    if (names.length === 0 || !names.every((name) => this.#fitsOf[shard].has(name) && !this.#ended.has(name))) return []
    for (const name of names) this.#end(shard, name)
    const whole = fitName(event.fit)
    if (this.#ended.has(whole)) return [event]
    this.#explained.set(whole, [...(this.#explained.get(whole) ?? []), event])
    return []
  }

  #model(shard: number, event: Extract<RunEvent, { kind: 'finalModel' }>, models: ShardModel[]): readonly RunEvent[] {
    const { candidate } = event
    const text = this.#texts.get(candidate)
    const name = fitName(finalKey(candidate))
    if (text === undefined || this.#models.has(candidate) || !this.#fitsOf[shard].has(name)) return []
    this.#models.add(candidate)
    this.#end(shard, name)
    models.push({ candidate, text })
    return [event]
  }

  #end(shard: number, name: string): void {
    this.#ended.add(name)
    this.#openOf[shard] -= 1
  }

  #has(shard: number, fit: FitKey): boolean {
    return this.#fitsOf[shard].has(fitName(fit))
  }
}

const NOTHING: Merged = { events: [], models: [] }
