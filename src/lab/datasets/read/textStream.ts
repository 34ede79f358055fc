import type { DuckDBConnection } from '@duckdb/node-api'

/** The cells of some columns of text, as many rows at a time as are asked for: memory does not grow with the table. */
export class TextStream {
  readonly #next: () => Promise<readonly (readonly unknown[])[] | undefined>
  readonly #columns: number
  #chunk: readonly (readonly unknown[])[] = []
  /** Rows of the chunk that were taken. */
  #taken = 0

  private constructor(next: () => Promise<readonly (readonly unknown[])[] | undefined>, columns: number) {
    this.#next = next
    this.#columns = columns
  }

  /**
   * @param source SQL of a table
   * @param columns SQL of type VARCHAR
   */
  static async open(connection: DuckDBConnection, source: string, columns: readonly string[]): Promise<TextStream> {
    const result = await connection.stream(`SELECT ${columns.join(', ')} FROM ${source}`)
    const next = async (): Promise<readonly (readonly unknown[])[] | undefined> => {
      const chunk = await result.fetchChunk()
      return chunk && chunk.rowCount > 0 ? columns.map((_, at) => chunk.getColumnValues(at)) : undefined
    }
    return new TextStream(next, columns.length)
  }

  /** Trimmed cells of the next `rows` rows, column by column, empty where there is none; fewer where there are no more. */
  async take(rows: number): Promise<string[][]> {
    const cells = Array.from({ length: this.#columns }, (): string[] => [])
    for (let filled = 0; filled < rows; ) {
      if (this.#taken >= (this.#chunk[0]?.length ?? 0)) {
        const chunk = await this.#next()
        if (!chunk) break
        this.#chunk = chunk
        this.#taken = 0
      }
      const to = Math.min(this.#chunk[0].length, this.#taken + rows - filled)
      for (const [at, column] of cells.entries())
        for (let row = this.#taken; row < to; row++) column.push(textOf(this.#chunk[at][row]))
      filled += to - this.#taken
      this.#taken = to
    }
    return cells
  }
}

function textOf(cell: unknown): string {
  return typeof cell === 'string' ? cell.trim() : ''
}
