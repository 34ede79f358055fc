import type { DuckDBConnection, DuckDBVector } from '@duckdb/node-api'

/** A column of a statement: SQL of type DOUBLE or of type VARCHAR. */
export interface StreamedColumn {
  readonly kind: 'number' | 'text'
  readonly sql: string
}

/** Cells of a block of rows: numbers with NaN where missing, or texts with `null`. */
export type StreamedCells = Float64Array | (string | null)[]

type Chunk = NonNullable<Awaited<ReturnType<Awaited<ReturnType<DuckDBConnection['stream']>>['fetchChunk']>>>

/** The rows of a statement in their order, as many at a time as are asked for: memory does not grow with the table. */
export class RowStream {
  readonly #next: () => Promise<Chunk | null | undefined>
  readonly #columns: readonly StreamedColumn[]
  #chunk: Chunk | undefined
  #texts: (readonly unknown[] | undefined)[] = []
  /** Rows of the chunk that were taken. */
  #taken = 0

  private constructor(next: () => Promise<Chunk | null | undefined>, columns: readonly StreamedColumn[]) {
    this.#next = next
    this.#columns = columns
  }

  /** @param source SQL of a table */
  static async open(
    connection: DuckDBConnection,
    source: string,
    columns: readonly StreamedColumn[],
  ): Promise<RowStream> {
    const cells = columns.map(({ kind, sql }) => (kind === 'number' ? `coalesce(${sql}, 'nan'::DOUBLE)` : sql))
    const result = await connection.stream(`SELECT ${cells.join(', ')} FROM ${source}`)
    return new RowStream(() => result.fetchChunk(), columns)
  }

  /** The next `rows` rows, column by column; fewer where there are no more. */
  async take(rows: number): Promise<StreamedCells[]> {
    const cells = this.#columns.map(({ kind }): StreamedCells => (kind === 'number' ? new Float64Array(rows) : []))
    let filled = 0
    while (filled < rows) {
      const chunk = await this.#current()
      if (!chunk) return cells.map((column) => column.slice(0, filled))
      const count = Math.min(rows - filled, chunk.rowCount - this.#taken)
      for (const [at, column] of cells.entries()) this.#copy(chunk, at, column, filled, count)
      this.#taken += count
      filled += count
    }
    return cells
  }

  async #current(): Promise<Chunk | undefined> {
    if (this.#chunk && this.#taken < this.#chunk.rowCount) return this.#chunk
    const chunk = await this.#next()
    this.#chunk = chunk && chunk.rowCount > 0 ? chunk : undefined
    this.#texts = []
    this.#taken = 0
    return this.#chunk
  }

  #copy(chunk: Chunk, at: number, into: StreamedCells, filled: number, count: number): void {
    if (into instanceof Float64Array) {
      into.set(itemsOf(chunk.getColumnVector(at)).subarray(this.#taken, this.#taken + count), filled)
      return
    }
    const texts = (this.#texts[at] ??= chunk.getColumnValues(at))
    for (let row = this.#taken; row < this.#taken + count; row++) {
      const cell = texts[row]
      into.push(typeof cell === 'string' ? cell : null)
    }
  }
}

/** The floats of a vector as they lie in memory: the types keep them private, and cell by cell takes many times as long. */
export function itemsOf(vector: DuckDBVector): Float64Array {
  return (vector as unknown as { readonly items: Float64Array }).items
}
