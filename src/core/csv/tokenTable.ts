/** Finds a cell among the missing tokens without making a string of it. */
export class TokenTable {
  readonly emptyKey: number
  readonly #tokens: readonly string[]
  readonly #byFirst: (readonly { readonly index: number; readonly bytes: Uint8Array }[] | undefined)[] = []
  readonly #stride: number

  constructor(tokens: readonly string[]) {
    this.#tokens = tokens
    this.#stride = tokens.length + 1
    this.emptyKey = tokens.indexOf('')
    tokens.forEach((token, index) => {
      const bytes = new TextEncoder().encode(token)
      const first = bytes[0]
      if (first !== undefined) this.#byFirst[first] = [...(this.#byFirst[first] ?? []), { index, bytes }]
    })
    for (let byte = 0; byte < 256; byte++) this.#byFirst[byte] ??= undefined
  }

  find(buffer: Uint8Array, from: number, to: number): number {
    if (from === to) return this.emptyKey
    const candidates = this.#byFirst[buffer[from]]
    if (candidates === undefined) return -1
    for (const { index, bytes } of candidates)
      if (bytes.length === to - from && holdsAt(buffer, from, bytes)) return index
    return -1
  }

  key(column: number, token: string): number {
    const index = this.#tokens.indexOf(token)
    return index < 0 ? -1 : this.keyOf(column, index)
  }

  keyOf(column: number, token: number): number {
    return column * this.#stride + token
  }

  emptyKeyOf(column: number): number {
    return this.keyOf(column, this.emptyKey)
  }

  paddedKey(column: number): number {
    return column * this.#stride + this.#stride - 1
  }
}

/** Whether the buffer has these bytes at `from`. */
export function holdsAt(buffer: Uint8Array, from: number, bytes: Uint8Array): boolean {
  for (let i = 0; i < bytes.length; i++) if (buffer[from + i] !== bytes[i]) return false
  return true
}
