import type { Table } from '../../core/dataset/table.ts'
import type { EncodedTarget } from '../../core/preprocessing/encodeTarget.ts'
import { splitName } from '../../core/run/fitStream.ts'
import type { TrainerJob } from '../../core/run/trainerJob.ts'
import type { FitPlan } from '../group/fitPlan.ts'
import type { LaneEngine } from '../group/laneEngine.ts'
import { collectGarbage } from './collectGarbage.ts'
import { prepareFold, type PreparedFold } from './prepareFold.ts'

/** What tables are prepared for, and who does it. */
type PreparingEngine = Pick<LaneEngine, 'readsPackedRows' | 'columns'>

/** Of a prepared table beside which looking for garbage takes no time. */
const LARGE_BYTES = 64 << 20

/** Tables of folds, scaled and encoded by their training rows, kept while blocks share them. */
export class PreparedFolds {
  readonly #job: Pick<TrainerJob, 'preprocessing' | 'memoryBudgetBytes'>
  readonly #table: Table
  readonly #target: EncodedTarget
  readonly #folds = new Map<string, PreparedFold>()
  readonly #engine: PreparingEngine
  /** Features of a fold that was forgotten. */
  #unused: Float32Array | undefined

  constructor(
    job: Pick<TrainerJob, 'preprocessing' | 'memoryBudgetBytes'>,
    table: Table,
    target: EncodedTarget,
    engine: PreparingEngine,
  ) {
    this.#job = job
    this.#table = table
    this.#target = target
    this.#engine = engine
  }

  of(fit: FitPlan): PreparedFold {
    const name = `${splitName(fit.key)}/${fit.test.length === 0}`
    const known = this.#folds.get(name)
    if (known) return known
    const fold = prepareFold(this.#table, this.#target, this.#job.preprocessing, fit.fitted, fit.test, {
      old: this.#unused,
      isPacked: this.#engine.readsPackedRows,
      columns: this.#engine.columns,
    })
    this.#unused = undefined
    this.#folds.set(name, fold)
    return fold
  }

  /** Whether a table takes memory that something else could need. */
  get areLarge(): boolean {
    return [...this.#folds.values()].some(({ data }) => data.features.values.byteLength >= LARGE_BYTES)
  }

  /** Gives back the memory of all tables; what is asked for again is prepared anew. */
  release(): void {
    this.#folds.clear()
    this.#unused = undefined
    collectGarbage()
  }

  /** Keeps tables for the next of `fits` blocks only while all of them are small beside the budget. */
  forget(fits: number): void {
    const bytes = [...this.#folds.values()].reduce((total, { data }) => total + data.features.values.byteLength, 0)
    if ((bytes / Math.max(1, this.#folds.size)) * fits <= this.#job.memoryBudgetBytes / 4) return
    // Its memory becomes the next fold's: what is merely forgotten may be held for a while, and a large table twice.
    this.#unused = [...this.#folds.values()].at(-1)?.data.features.values
    this.#folds.clear()
    if (this.#unused && this.#unused.byteLength >= LARGE_BYTES) collectGarbage()
  }
}
