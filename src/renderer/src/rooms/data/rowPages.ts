import { rowsPath } from '../../../../contract/rowsPath.ts'
import type { RowView } from '../../../../contract/rowsPath.ts'
import { keyHeaders } from '../../api/pageKey.ts'
import type { RowPage } from '../../../../contract/datasets.ts'

export type Cell = number | string | boolean | null

/** Rows and columns of one block. */
const BLOCK_ROWS = 200
const BLOCK_COLUMNS = 40
/** Blocks kept; the one not seen for longest goes first. */
const MOST_BLOCKS = 80
/**
 * Blocks asked for at once. The lab reads what it was once asked for, also when nobody waits for it any more: who drags the
 * scroll bar through a million rows would otherwise wait for all that was passed by.
 */
const MOST_UNDERWAY = 4

/** Which rows and columns, counted in blocks. */
interface Block {
  readonly row: number
  readonly column: number
}

type Fetch = (path: string, signal: AbortSignal) => Promise<RowPage>

/** Cells of one dataset, fetched in blocks as they come into view and forgotten when long out of it. */
export class RowPages {
  readonly #datasetId: string
  readonly #fields: readonly number[]
  readonly #onArrival: () => void
  readonly #fetch: Fetch
  readonly #view: RowView
  /** Places in the file, by block of rows, where rows are not looked at as they lie there. */
  readonly #places = new Map<number, readonly number[]>()
  #total: number | undefined
  readonly #blocks = new Map<string, RowPage | 'failed'>()
  readonly #underway = new Map<string, AbortController>()
  /** In sight, and neither here nor asked for. */
  readonly #wanted = new Map<string, Block>()

  /**
   * @param fields of the columns, in the order in which they are shown.
   * @param onArrival called when cells have come that were asked for.
   * @param view how rows are looked at, in the order of the file unless given
   */
  constructor(
    datasetId: string,
    fields: readonly number[],
    onArrival: () => void,
    fetch: Fetch = fetchPage,
    view: RowView = {},
  ) {
    this.#datasetId = datasetId
    this.#fields = fields
    this.#onArrival = onArrival
    this.#fetch = fetch
    this.#view = view
  }

  /** Rows in view where not all are, once a page has come. */
  get total(): number | undefined {
    return this.#total
  }

  /** The place in the file of a row that is looked at; `undefined` where that is its own, or not known yet. */
  placeOf(row: number): number | undefined {
    return this.#places.get(Math.floor(row / BLOCK_ROWS))?.[row % BLOCK_ROWS]
  }

  /** The cell of `row` in the column shown at `column`; `undefined` while it is not there yet. */
  cell(row: number, column: number): Cell | undefined {
    const [rowBlock, columnBlock] = [Math.floor(row / BLOCK_ROWS), Math.floor(column / BLOCK_COLUMNS)]
    const block = this.#blocks.get(keyOf(rowBlock, columnBlock))
    if (block === undefined || block === 'failed') return undefined
    // A page has its columns in the order of the file, whatever the order in which they were asked for.
    return block.cells[block.fields.indexOf(this.#fields[column])]?.[row - block.from]
  }

  /** Fetches what is missing of these rows and ranges of columns; what was wanted before and not yet asked for is passed over. */
  want(rows: { first: number; count: number }, ...ranges: readonly { first: number; end: number }[]): void {
    this.#wanted.clear()
    for (const columns of ranges) for (const block of blocksOf(rows, columns)) this.#touch(block)
    this.#ask()
  }

  /** Calls off everything. */
  close(): void {
    this.#wanted.clear()
    for (const controller of this.#underway.values()) controller.abort()
    this.#underway.clear()
  }

  #touch(block: Block): void {
    const key = keyOf(block.row, block.column)
    const known = this.#blocks.get(key)
    if (known !== undefined) {
      this.#blocks.delete(key)
      this.#blocks.set(key, known)
    } else if (!this.#underway.has(key)) this.#wanted.set(key, block)
  }

  #ask(): void {
    for (const [key, block] of this.#wanted) {
      if (this.#underway.size >= MOST_UNDERWAY) return
      this.#wanted.delete(key)
      void this.#load(key, block)
    }
  }

  async #load(key: string, { row, column }: Block): Promise<void> {
    const controller = new AbortController()
    this.#underway.set(key, controller)
    const fields = this.#fields.slice(column * BLOCK_COLUMNS, (column + 1) * BLOCK_COLUMNS)
    const path = rowsPath(this.#datasetId, row * BLOCK_ROWS, BLOCK_ROWS, fields, this.#view)
    const page = await this.#fetch(path, controller.signal).catch(() => 'failed' as const)
    if (controller.signal.aborted) return
    this.#underway.delete(key)
    this.#blocks.set(key, page)
    if (page !== 'failed' && page.view) {
      this.#places.set(row, page.view.rows)
      this.#total = page.view.total
    }
    this.#forget()
    this.#ask()
    this.#onArrival()
  }

  #forget(): void {
    for (const key of this.#blocks.keys()) {
      if (this.#blocks.size <= MOST_BLOCKS) return
      this.#blocks.delete(key)
    }
  }
}

function* blocksOf(
  rows: { readonly first: number; readonly count: number },
  columns: { readonly first: number; readonly end: number },
): Generator<Block> {
  for (let row = Math.floor(rows.first / BLOCK_ROWS); row * BLOCK_ROWS < rows.first + rows.count; row += 1)
    for (let column = Math.floor(columns.first / BLOCK_COLUMNS); column * BLOCK_COLUMNS < columns.end; column += 1)
      yield { row, column }
}

function keyOf(rowBlock: number, columnBlock: number): string {
  return `${String(rowBlock)}/${String(columnBlock)}`
}

async function fetchPage(path: string, signal: AbortSignal): Promise<RowPage> {
  const answer = await fetch(path, { signal, headers: keyHeaders() })
  if (!answer.ok) throw new Error(`rows could not be read: ${String(answer.status)}`)
  return (await answer.json()) as RowPage
}
