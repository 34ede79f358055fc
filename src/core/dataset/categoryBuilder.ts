import { inLevelOrder } from './levelOrder.ts'
import type { LevelOrder } from './levelOrder.ts'
import type { CategoryColumn } from './table.ts'

/** Builds a category column row by row; its levels end up in their order (`inLevelOrder`). */
export class CategoryBuilder {
  readonly #name: string
  readonly #codes: Int32Array
  readonly #order: LevelOrder
  readonly #seen = new Map<string, number>()
  #row = 0

  constructor(name: string, rows: number, order: LevelOrder = 'value') {
    this.#name = name
    this.#order = order
    this.#codes = new Int32Array(rows).fill(-1)
  }

  /** The next row's value; `null` where it is missing. */
  add(value: string | null): void {
    if (value !== null) this.#codes[this.#row] = this.#codeOf(value)
    this.#row++
  }

  build(): CategoryColumn {
    const found = [...this.#seen.keys()]
    const levels = inLevelOrder(found, this.#order)
    const rank = new Map(levels.map((level, index) => [level, index]))
    const ranks = Int32Array.from(found, (level) => rank.get(level) ?? -1)
    return {
      kind: 'category',
      name: this.#name,
      levels,
      codes: this.#codes.map((code) => (code < 0 ? -1 : (ranks[code] ?? -1))),
    }
  }

  #codeOf(value: string): number {
    const known = this.#seen.get(value)
    if (known !== undefined) return known
    this.#seen.set(value, this.#seen.size)
    return this.#seen.size - 1
  }
}
