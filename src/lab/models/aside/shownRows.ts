import type { PredictionResult, ShownRow, ShownRows } from '../../../contract/predictions.ts'
import type { SavedModel } from '../../../core/model/savedModel.ts'
import type { PredictedRange } from '../predictedRange.ts'
import type { PredictedRow } from '../predictedRow.ts'
import { shownRow } from './shownRow.ts'

/** Rows of each kind that are shown at most. */
const MOST_SHOWN = 100

/** Keeps the first rows of each kind, and counts all of them. */
export class ShownRowLists {
  readonly counts: Record<ShownRows, number> = { all: 0, warned: 0, unsure: 0 }
  readonly #shown: Record<ShownRows, ShownRow[]> = { all: [], warned: [], unsure: [] }
  readonly #model: SavedModel
  readonly #range: PredictedRange | undefined

  constructor(model: SavedModel, range: PredictedRange | undefined) {
    this.#model = model
    this.#range = range
  }

  get shown(): PredictionResult['shown'] {
    return this.#shown
  }

  add(rows: readonly PredictedRow[]): void {
    for (const row of rows) {
      const kinds = this.#kindsOf(row)
      for (const kind of kinds) this.counts[kind] += 1
      const wanted = kinds.filter((kind) => this.#shown[kind].length < MOST_SHOWN)
      if (wanted.length === 0) continue
      const shown = shownRow(this.#model, row, this.counts.all, this.#range)
      for (const kind of wanted) this.#shown[kind].push(shown)
    }
  }

  #kindsOf({ value, notices, problem }: PredictedRow): ShownRows[] {
    const isUnsure = value !== undefined && this.#range !== undefined && !this.#range.isSure(value)
    return [
      'all',
      ...(notices !== undefined || problem !== undefined ? (['warned'] as const) : []),
      ...(isUnsure ? (['unsure'] as const) : []),
    ]
  }
}
