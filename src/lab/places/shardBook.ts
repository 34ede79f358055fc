import type { RunEvent } from '../../core/run/runEvent.ts'
import type { ShardState } from '../../core/run/shardState.ts'

export interface ShardBookOptions {
  /** Fits of each part. */
  readonly fits: readonly number[]
  /** Fits of a part that no attempt has finished. */
  readonly openFits: (shard: number) => number
}

/** Which parts of a run wait, train, were lost and are done, as far as their files and the engine say. */
export class ShardBook {
  readonly #options: ShardBookOptions
  readonly #nodes = new Map<number, string>()
  readonly #losses = new Map<number, number>()
  /** Parts with an attempt that has begun and has not come to an end. */
  readonly #training = new Set<number>()
  /** Parts that the engine has yet to start, as it said last. */
  #waiting = new Set<number>()
  /** Parts that the engine no longer has. */
  readonly #lost = new Set<number>()
  /** States as they were reported last. */
  readonly #told = new Map<number, string>()

  constructor(options: ShardBookOptions) {
    this.#options = options
  }

  /** An attempt has begun. @param isAfterLoss the one before it came to no end */
  begin(shard: number, node: string, isAfterLoss: boolean): void {
    this.#nodes.set(shard, node)
    this.#training.add(shard)
    this.#waiting.delete(shard)
    this.#lost.delete(shard)
    if (isAfterLoss) this.#losses.set(shard, 1 + (this.#losses.get(shard) ?? 0))
  }

  /** An attempt has ended, or trains nothing. */
  end(shard: number): void {
    this.#training.delete(shard)
  }

  /** What the engine has yet to start. */
  look(waiting: Iterable<number>): void {
    this.#waiting = new Set(waiting)
  }

  /** The engine no longer has a part, and it is not handed over again. */
  lose(shard: number): void {
    this.#lost.add(shard)
  }

  /** Events for what has changed since the last call. */
  news(atMs: number): readonly RunEvent[] {
    const of = this.#options.fits.length
    return this.#options.fits.flatMap((_, shard): RunEvent[] => {
      const state = this.#stateOf(shard)
      const text = JSON.stringify(state)
      if (this.#told.get(shard) === text) return []
      this.#told.set(shard, text)
      return [{ kind: 'shard', shard, of, state, atMs }]
    })
  }

  #stateOf(shard: number): ShardState {
    const fits = this.#options.fits[shard]
    const open = this.#options.openFits(shard)
    const node = this.#nodes.get(shard)
    const isLost = this.#training.has(shard) && (this.#waiting.has(shard) || this.#lost.has(shard))
    const losses = (this.#losses.get(shard) ?? 0) + (isLost && open > 0 ? 1 : 0)
    const status = open === 0 ? 'done' : isLost ? 'lost' : this.#training.has(shard) ? 'running' : 'waiting'
    return { status, fits, fitsDone: fits - open, losses, ...(node !== undefined && status !== 'waiting' && { node }) }
  }
}
