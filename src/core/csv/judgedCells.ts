import { shortenCell, type CellSample } from './cellSample.ts'
import { TokenTable } from './tokenTable.ts'

/** Most places that are kept of anything. */
export const SAMPLES = 5
const SPACE = 32
const ZERO = 48
const SMALL_E = 101

/** How often something was seen, and the first places. */
export interface Tally {
  count: number
  readonly samples: CellSample[]
}

/**
 * Counts, per column, cells that may mean "missing" and cells with blanks around the value. A row's cells count when it is kept.
 */
export class JudgedCells {
  readonly #tokens: TokenTable
  readonly #tallies = new Map<number, Tally>()
  readonly #codeLike = new Set<number>()
  /** Of the row that is read. */
  #touched: number[] = []
  #touchedCells: string[] = []

  constructor(missingTokens: readonly string[]) {
    this.#tokens = new TokenTable(missingTokens)
  }

  /** Cells of a column that hold this token (not counting rows left out). */
  missing(column: number, token: string): Tally | undefined {
    return this.#tallies.get(this.#tokens.key(column, token))
  }

  /** Cells of a column with blanks around the value. */
  padded(column: number): Tally | undefined {
    return this.#tallies.get(this.#tokens.paddedKey(column))
  }

  /**
   * Whether some cell of a column begins with a nought and another digit, or ends with an e and one or two digits: codes may. Cells
   * of rows left out and of the header count too.
   */
  mayHaveCodes(column: number): boolean {
    return this.#codeLike.has(column)
  }

  /** Judges the cell from `start` to `end` of the buffer, quotes left out. */
  judge(buffer: Uint8Array, column: number, start: number, end: number): void {
    if (start === end) {
      if (this.#tokens.emptyKey >= 0) this.#touch(buffer, this.#tokens.emptyKeyOf(column), '')
      return
    }
    let from = start
    let to = end
    if (buffer[start] <= SPACE || buffer[end - 1] <= SPACE) {
      while (from < to && buffer[from] <= SPACE) from++
      while (to > from && buffer[to - 1] <= SPACE) to--
      this.#touch(buffer, this.#tokens.paddedKey(column), start, end)
    }
    if (isCodeLike(buffer, from, to)) this.#codeLike.add(column)
    const token = this.#tokens.find(buffer, from, to)
    if (token >= 0) this.#touch(buffer, this.#tokens.keyOf(column, token), start, end)
  }

  #touch(buffer: Uint8Array, key: number, start: number | '', end = 0): void {
    const tally = this.#tallies.get(key)
    const isSample = tally === undefined || tally.samples.length < SAMPLES
    this.#touched.push(key)
    this.#touchedCells.push(isSample && start !== '' ? decode(buffer.subarray(start, Math.min(end, start + 800))) : '')
  }

  /** Counts the cells of the row that was read, which begins on this physical line. */
  keep(line: number): void {
    for (let i = 0; i < this.#touched.length; i++) {
      const key = this.#touched[i]
      let tally = this.#tallies.get(key)
      if (!tally) this.#tallies.set(key, (tally = { count: 0, samples: [] }))
      tally.count++
      if (tally.samples.length < SAMPLES) {
        tally.samples.push({ line, cell: shortenCell(this.#touchedCells[i]) })
      }
    }
  }

  /** Begins the next row. */
  forget(): void {
    if (this.#touched.length === 0) return
    this.#touched = []
    this.#touchedCells = []
  }
}

function isCodeLike(buffer: Uint8Array, from: number, to: number): boolean {
  if (to - from < 2) return false
  if (buffer[from] === ZERO) return isDigit(buffer[from + 1])
  return to - from > 2 && isDigit(buffer[from]) && (isE(buffer[to - 2]) || isE(buffer[to - 3]))
}

function isE(byte: number): boolean {
  return (byte | 32) === SMALL_E
}

function isDigit(byte: number): boolean {
  return byte >= ZERO && byte <= ZERO + 9
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
}
