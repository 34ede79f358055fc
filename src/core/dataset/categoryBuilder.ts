import type { CategoryColumn } from './table.ts'

/** Builds a category column row by row; its levels end up sorted by code point. */
export class CategoryBuilder {
  readonly #name: string
  readonly #codes: Int32Array
  readonly #seen = new Map<string, number>()
  #row = 0

  constructor(name: string, rows: number) {
    this.#name = name
    this.#codes = new Int32Array(rows).fill(-1)
  }

  /** The next row's value; `null` where it is missing. */
  add(value: string | null): void {
    if (value !== null) this.#codes[this.#row] = this.#codeOf(value)
    this.#row++
  }

  build(): CategoryColumn {
    const found = [...this.#seen.keys()]
    const levels = [...found].sort(byCodePoint)
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

/** Order by code point: JavaScript's own compares UTF-16 units, which puts emoji before some letters. */
export function byCodePoint(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let at = 0; at < length; at++) {
    const left = a.charCodeAt(at)
    const right = b.charCodeAt(at)
    if (left !== right) return rankOfUnit(left) - rankOfUnit(right)
  }
  return a.length - b.length
}

/** Surrogates stand for code points beyond all other units. */
function rankOfUnit(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit
}
