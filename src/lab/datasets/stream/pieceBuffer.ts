const BYTES = 256 * 1024

/** Gathers small pieces of bytes into large ones. */
export class PieceBuffer {
  readonly #take: (bytes: Uint8Array) => void
  readonly #buffer = new Uint8Array(BYTES)
  #length = 0

  /** @param take gets the pieces in order; the bytes are valid during the call alone */
  constructor(take: (bytes: Uint8Array) => void) {
    this.#take = take
  }

  add(bytes: Uint8Array): void {
    if (this.#length + bytes.length > BYTES) this.flush()
    if (bytes.length > BYTES / 4) {
      this.flush()
      this.#take(bytes)
      return
    }
    this.#buffer.set(bytes, this.#length)
    this.#length += bytes.length
  }

  flush(): void {
    if (this.#length === 0) return
    this.#take(this.#buffer.subarray(0, this.#length))
    this.#length = 0
  }
}
