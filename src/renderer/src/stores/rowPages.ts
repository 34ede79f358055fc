import { rowsPath } from '../../../contract/rowsPath.ts'
import type { RowPage } from '../../../contract/datasets.ts'

export type Cell = number | string | boolean | null

/** Rows and columns of one block. */
const BLOCK_ROWS = 200
const BLOCK_COLUMNS = 40
/** Blocks kept; the one not seen for longest goes first. */
const MOST_BLOCKS = 80

type Fetch = (path: string, signal: AbortSignal) => Promise<RowPage>

/** Cells of one dataset, fetched in blocks as they come into view and forgotten when long out of it. */
export class RowPages {
  readonly #datasetId: string
  readonly #fields: readonly number[]
  readonly #onArrival: () => void
  readonly #fetch: Fetch
  readonly #blocks = new Map<string, RowPage | 'failed'>()
  readonly #underway = new Map<string, AbortController>()

  /**
   * @param fields of the columns, in the order in which they are shown.
   * @param onArrival called when cells have come that were asked for.
   */
  constructor(datasetId: string, fields: readonly number[], onArrival: () => void, fetch: Fetch = fetchPage) {
    this.#datasetId = datasetId
    this.#fields = fields
    this.#onArrival = onArrival
    this.#fetch = fetch
  }

  /** The cell of `row` in the column shown at `column`; `undefined` while it is not there yet. */
  cell(row: number, column: number): Cell | undefined {
    const [rowBlock, columnBlock] = [Math.floor(row / BLOCK_ROWS), Math.floor(column / BLOCK_COLUMNS)]
    const block = this.#blocks.get(keyOf(rowBlock, columnBlock))
    if (block === undefined || block === 'failed') return undefined
    return block.cells[column - columnBlock * BLOCK_COLUMNS]?.[row - block.from]
  }

  /** Fetches what is missing of these rows and ranges of columns, and calls off what is no longer wanted. */
  want(rows: { first: number; count: number }, ...ranges: readonly { first: number; end: number }[]): void {
    const wanted = new Set<string>()
    for (const columns of ranges) this.#wantBlocks(rows, columns, wanted)
    for (const [key, controller] of this.#underway)
      if (!wanted.has(key)) {
        controller.abort()
        this.#underway.delete(key)
      }
  }

  #wantBlocks(
    rows: { first: number; count: number },
    columns: { first: number; end: number },
    wanted: Set<string>,
  ): void {
    for (let r = Math.floor(rows.first / BLOCK_ROWS); r * BLOCK_ROWS < rows.first + rows.count; r += 1)
      for (let c = Math.floor(columns.first / BLOCK_COLUMNS); c * BLOCK_COLUMNS < columns.end; c += 1) {
        wanted.add(keyOf(r, c))
        this.#touch(r, c)
      }
  }

  /** Calls off everything. */
  close(): void {
    for (const controller of this.#underway.values()) controller.abort()
    this.#underway.clear()
  }

  #touch(rowBlock: number, columnBlock: number): void {
    const key = keyOf(rowBlock, columnBlock)
    const known = this.#blocks.get(key)
    if (known !== undefined) {
      this.#blocks.delete(key)
      this.#blocks.set(key, known)
    } else if (!this.#underway.has(key)) void this.#load(key, rowBlock, columnBlock)
  }

  async #load(key: string, rowBlock: number, columnBlock: number): Promise<void> {
    const controller = new AbortController()
    this.#underway.set(key, controller)
    const fields = this.#fields.slice(columnBlock * BLOCK_COLUMNS, (columnBlock + 1) * BLOCK_COLUMNS)
    const path = rowsPath(this.#datasetId, rowBlock * BLOCK_ROWS, BLOCK_ROWS, fields)
    const page = await this.#fetch(path, controller.signal).catch(() => 'failed' as const)
    if (controller.signal.aborted) return
    this.#underway.delete(key)
    this.#blocks.set(key, page)
    this.#forget()
    this.#onArrival()
  }

  #forget(): void {
    for (const key of this.#blocks.keys()) {
      if (this.#blocks.size <= MOST_BLOCKS) return
      this.#blocks.delete(key)
    }
  }
}

function keyOf(rowBlock: number, columnBlock: number): string {
  return `${String(rowBlock)}/${String(columnBlock)}`
}

async function fetchPage(path: string, signal: AbortSignal): Promise<RowPage> {
  const answer = await fetch(path, { signal })
  if (!answer.ok) throw new Error(`rows could not be read: ${String(answer.status)}`)
  return (await answer.json()) as RowPage
}
