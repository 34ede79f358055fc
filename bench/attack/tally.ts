import type { Measurement } from '../measurement.ts'
import { isStarved, patienceMs } from './patience.ts'

/** How one attack ended. Only `fine` and `named` are right: nothing happened, or what is wrong was said. */
export type Ending = 'fine' | 'named' | 'bug' | 'hang' | 'different' | 'lost'

/** Attacks after which the counts are printed, so that they are there when a long bench is interrupted. */
const TOLD_EVERY = 10

/** Counts how attacks of one kind ended, and says what is wrong at once. */
export class Tally {
  readonly #name: string
  readonly #begun = performance.now()
  readonly #counts: Record<Ending, number> = { fine: 0, named: 0, bug: 0, hang: 0, different: 0, lost: 0 }

  constructor(name: string) {
    this.#name = name
  }

  add(ending: Ending, what: string): void {
    this.#counts[ending] += 1
    if (this.#tried % TOLD_EVERY === 0) process.stderr.write(`${this.#name}: ${JSON.stringify(this.#counts)}\n`)
    if (ending === 'fine' || ending === 'named') return
    process.stderr.write(`${ending}: ${this.#name}: ${what.slice(0, 400)}\n`)
    process.exitCode = 1
  }

  /** Tries something; what it throws must be an error with a meaning. Resolves to what it made. */
  async attempt<T>(what: string, work: () => Promise<T> | T): Promise<T | undefined> {
    const begun = performance.now()
    try {
      return await work()
    } catch (error) {
      const { code = '' } = error as { code?: unknown }
      const isNamed = typeof code === 'string' && code.includes('/') && !code.startsWith('bug/')
      this.add(isNamed ? 'named' : 'bug', `${what}: ${error instanceof Error ? (error.stack ?? '') : String(error)}`)
      return undefined
    } finally {
      if (performance.now() - begun > patienceMs() && !isStarved()) this.add('hang', what)
    }
  }

  /** How often damage was named. */
  get named(): number {
    return this.#counts.named
  }

  get measurement(): Measurement {
    const { fine, named, ...wrong } = this.#counts
    const seconds = (performance.now() - this.#begun) / 1000
    return { name: `attack: ${this.#name}`, seconds, digits: 0, notes: { tried: this.#tried, fine, named, ...wrong } }
  }

  get #tried(): number {
    return Object.values(this.#counts).reduce((sum, count) => sum + count, 0)
  }
}
