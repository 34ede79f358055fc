import { murmur3 } from './murmur3.ts'
import type { RandomKey } from './philox4x32.ts'
import { RandomSource } from './randomSource.ts'
import { streamOf, writeWords } from './statelessUniform.ts'
import type { WordStream } from './statelessUniform.ts'
import { joinArrays } from '../joinArrays.ts'

/**
 * The key of a stream by its name under one root seed, e.g. `keyOf(7, 'weights', 'Hidden', 0, 'dense1')`.
 *
 * By name and not by order: adding a model or a metric changes no other stream. The name is hashed (MurmurHash3)
 * in a form in which no two different lists look alike: `['a', 'b']`, `['ab']` and `['1']` against `[1]`.
 * Use one key for one purpose.
 */
export function keyOf(root: number, ...names: readonly KeyPart[]): RandomKey {
  return hashed(encodeParts([root, ...names]))
}

/** One part of a stream's name. */
export type KeyPart = string | number

/** `keyOf` for many streams whose names differ in their last numbers: `keysUnder(7, 'shuffle')(3)` is `keyOf(7, 'shuffle', 3)`. */
export function keysUnder(root: number, ...names: readonly KeyPart[]): (...numbers: readonly number[]) => RandomKey {
  const prefix = encodeParts([root, ...names])
  return (...numbers) => {
    const bytes = new Uint8Array(prefix.length + NUMBER_BYTES * numbers.length)
    bytes.set(prefix)
    const view = new DataView(bytes.buffer)
    numbers.forEach((number, i) => {
      writeNumber(view, prefix.length + NUMBER_BYTES * i, number)
    })
    return hashed(bytes)
  }
}

function hashed(bytes: Uint8Array): RandomKey {
  const [first, second] = murmur3(bytes)
  return [first, second]
}

function encodeParts(names: readonly KeyPart[]): Uint8Array {
  return joinArrays(Uint8Array, names.map(encodePart))
}

/** A number as tag 0 and 8 bytes (little-endian float64), a text as tag 1, its length in bytes and UTF-8. */
function encodePart(part: KeyPart): Uint8Array {
  if (typeof part === 'number') {
    const bytes = new Uint8Array(NUMBER_BYTES)
    writeNumber(new DataView(bytes.buffer), 0, part)
    return bytes
  }
  const text = new TextEncoder().encode(part)
  const bytes = new Uint8Array(5 + text.length)
  bytes[0] = 1
  new DataView(bytes.buffer).setUint32(1, text.length, true)
  bytes.set(text, 5)
  return bytes
}

const NUMBER_BYTES = 9

function writeNumber(view: DataView, at: number, number: number): void {
  view.setFloat64(at + 1, number === 0 ? 0 : number, true)
}

/** Words fetched at a time, a multiple of four. */
const CHUNK = 64

/** Reads the stream of a key word by word: for draws whose number is not known beforehand. */
export class KeyedStream extends RandomSource {
  readonly #stream: WordStream
  readonly #words = new Uint32Array(CHUNK)
  #position = CHUNK
  #nextBlock = 0

  constructor(key: RandomKey) {
    super()
    this.#stream = streamOf(key)
  }

  /** The next 32 random bits. */
  nextUint32(): number {
    if (this.#position === CHUNK) this.#refill()
    return this.#words[this.#position++]
  }

  #refill(): void {
    writeWords(this.#words, this.#stream, this.#nextBlock)
    this.#nextBlock += CHUNK / 4
    this.#position = 0
  }
}
