import type { FittedColumn } from '../../core/preprocessing/fittedPreprocessing.ts'
import type { FeatureTable } from '../../core/preprocessing/transformRows.ts'
import { knownLevels } from '../../core/model/knownLevels.ts'
import type { SavedModel } from '../../core/model/savedModel.ts'
import type { CellNotice, NoticedColumn } from '../../core/model/noticedCells.ts'

const MOST_EXAMPLES = 5

/** Counts cells that are not as in training, column by column, and says which rows have them. */
export class NoticedCells {
  readonly #columns: readonly ColumnNotices[]

  /** @param absent columns that the file lacks: their cells are counted, and no row is remarked for them */
  constructor(model: SavedModel, absent: ReadonlySet<string>) {
    const { preprocessing, ranges = {} } = model
    this.#columns = preprocessing.columns.map((fitted, place) => {
      const known = fitted.kind === 'number' ? [] : knownLevels(model, place)
      const range = Object.hasOwn(ranges, fitted.name) ? ranges[fitted.name] : undefined
      return new ColumnNotices({
        fitted,
        known: new Set(known),
        isRemarked: !absent.has(fitted.name),
        ...(range && { range }),
      })
    })
  }

  /** The notices of these rows of a block, by row; rows without any are not there. */
  add(table: FeatureTable, rows: Int32Array): Map<number, CellNotice[]> {
    const found = new Map<number, CellNotice[]>()
    for (const [at, column] of this.#columns.entries()) column.add(table.features[at], rows, found)
    return found
  }

  /** Columns in which something was noticed. */
  get columns(): readonly NoticedColumn[] {
    return this.#columns
      .map((column) => column.result)
      .filter(({ imputed, unseen, outside }) => imputed + unseen + outside > 0)
  }
}

/** What is known of a column of the model. */
interface ColumnFacts {
  readonly fitted: FittedColumn
  /** Levels that training rows had. */
  readonly known: ReadonlySet<string>
  /** Whether rows are remarked for its cells. */
  readonly isRemarked: boolean
  /** Least and largest number in training. */
  readonly range?: readonly [number, number]
}

class ColumnNotices {
  readonly #fitted: FittedColumn
  readonly #isRemarked: boolean
  readonly #range: readonly [number, number]
  readonly #known: ReadonlySet<string>
  readonly #counts = { imputed: 0, unseen: 0, outside: 0 }
  readonly #examples = new Set<string | number>()

  constructor({ fitted, known, isRemarked, range = [-Infinity, Infinity] }: ColumnFacts) {
    this.#fitted = fitted
    this.#isRemarked = isRemarked
    this.#range = range
    this.#known = known
  }

  get result(): NoticedColumn {
    return { name: this.#fitted.name, ...this.#counts, examples: [...this.#examples] }
  }

  add(column: FeatureTable['features'][number], rows: Int32Array, found: Map<number, CellNotice[]>): void {
    if (column.kind === 'number') this.#addNumbers(column.values, rows, found)
    else this.#addCategories(column.levels, column.codes, rows, found)
  }

  #addNumbers(values: Float64Array, rows: Int32Array, found: Map<number, CellNotice[]>): void {
    const [least, most] = this.#range
    for (const row of rows) {
      const value = values[row]
      if (value >= least && value <= most) continue
      if (Number.isNaN(value)) this.#note('imputed', row, undefined, found)
      else this.#note('outside', row, value, found)
    }
  }

  #addCategories(
    levels: readonly string[],
    codes: Int32Array,
    rows: Int32Array,
    found: Map<number, CellNotice[]>,
  ): void {
    const isKnown = levels.map((level) => this.#known.has(level))
    const fills = this.#fitted.kind !== 'number' && this.#fitted.fill >= 0
    for (const row of rows) {
      const code = codes[row]
      if (code < 0) {
        if (fills) this.#note('imputed', row, undefined, found)
      } else if (!isKnown[code]) this.#note('unseen', row, levels[code], found)
    }
  }

  #note(
    kind: CellNotice['kind'],
    row: number,
    cell: string | number | undefined,
    found: Map<number, CellNotice[]>,
  ): void {
    this.#counts[kind] += 1
    if (cell !== undefined && this.#examples.size < MOST_EXAMPLES) this.#examples.add(cell)
    if (!this.#isRemarked) return
    const notice = { kind, column: this.#fitted.name, ...(cell !== undefined && { cell }) }
    const own = found.get(row)
    if (own) own.push(notice)
    else found.set(row, [notice])
  }
}
