/** Collects epochs of fits that train together and lets them out now and then: at most 20 times a second unless another interval is given. */
import { fitName } from '../../core/run/fitStream.ts'
import { epochsOf, type LaneRun } from '../group/laneRun.ts'
import type { RunEvent } from '../../core/run/runEvent.ts'

const INTERVAL_MS = 50

export class EventThrottle {
  readonly #emit: (event: RunEvent) => void
  readonly #now: () => number
  readonly #everyMs: number
  #lastMs = 0
  /** Epochs of each fit that were reported already. */
  readonly #told = new Map<string, number>()

  constructor(emit: (event: RunEvent) => void, now: () => number, everyMs = INTERVAL_MS) {
    this.#emit = emit
    this.#now = now
    this.#everyMs = everyMs
  }

  /** Reports what is new in `runs`, unless something was reported just now. */
  epochs(runs: readonly LaneRun[]): void {
    if (this.#now() - this.#lastMs < this.#everyMs) return
    this.#lastMs = this.#now()
    this.#tell(runs)
  }

  /** Tells what is new in `runs` at once. */
  flush(runs: readonly LaneRun[]): void {
    this.#tell(runs)
  }

  #tell(runs: readonly LaneRun[]): void {
    for (const group of this.#byProgress(runs)) {
      const fromEpoch = this.#toldOf(group[0])
      if (epochsOf(group[0]) === fromEpoch) continue
      const names = Object.keys(group[0].history)
      const values = Object.fromEntries(
        names.map((name) => [name, group.map((run) => run.history[name].slice(fromEpoch))]),
      )
      this.#emit({ kind: 'epochs', fits: group.map(({ fit }) => fit.key), fromEpoch, values, atMs: this.#now() })
      for (const run of group) this.#told.set(fitName(run.fit.key), epochsOf(run))
    }
  }

  /** Fits of one event have told and trained equally many epochs. */
  #byProgress(runs: readonly LaneRun[]): readonly (readonly LaneRun[])[] {
    const groups = new Map<string, LaneRun[]>()
    for (const run of runs) {
      const key = `${this.#toldOf(run)}/${epochsOf(run)}`
      const group = groups.get(key)
      if (group) group.push(run)
      else groups.set(key, [run])
    }
    return [...groups.values()]
  }

  #toldOf(run: LaneRun): number {
    return this.#told.get(fitName(run.fit.key)) ?? 0
  }
}
