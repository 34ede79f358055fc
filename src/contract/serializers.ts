/**
 * What JSON cannot carry and both sides must agree on: infinities and typed arrays. (NaN, dates, maps and sets are oRPC's own.)
 *
 * Register these on the client's link and on every handler; without them `Infinity` arrives as null.
 */

/** One kind of value that JSON cannot carry, as oRPC's `customJsonSerializers` wants it. */
export interface WireSerializer {
  readonly type: number
  condition(data: unknown): boolean
  serialize(data: unknown): unknown
  /** @throws Error when the wire holds something else. */
  deserialize(serialized: unknown): unknown
}

const TYPED_ARRAYS = {
  Float32Array,
  Float64Array,
  Int8Array,
  Int16Array,
  Int32Array,
  Uint8Array,
  Uint16Array,
  Uint32Array,
} as const

type TypedArrayName = keyof typeof TYPED_ARRAYS

/** Infinity and -Infinity, as text. */
const infinities: WireSerializer = {
  type: 20,
  condition: (data) => data === Infinity || data === -Infinity,
  serialize: (data) => (data === Infinity ? '+' : '-'),
  deserialize: (serialized) => {
    if (serialized !== '+' && serialized !== '-') throw new TypeError('expected the sign of an infinity')
    return serialized === '+' ? Infinity : -Infinity
  },
}

/** Typed arrays, as their name and bytes in base64 (little-endian, as on every machine this runs on). */
const typedArrays: WireSerializer = {
  type: 21,
  condition: (data) => ArrayBuffer.isView(data) && nameOf(data) !== undefined,
  serialize: (data) => {
    const view = data as ArrayBufferView
    return [nameOf(view), toBase64(new Uint8Array(view.buffer, view.byteOffset, view.byteLength))]
  },
  deserialize: (serialized) => {
    const [name, base64] = Array.isArray(serialized) ? (serialized as readonly unknown[]) : []
    if (typeof name !== 'string' || !Object.hasOwn(TYPED_ARRAYS, name) || typeof base64 !== 'string')
      throw new TypeError('expected the name and the bytes of a typed array')
    const bytes = fromBase64(base64)
    return new TYPED_ARRAYS[name as TypedArrayName](bytes.buffer)
  },
}

/** From here on bytes are shorter than digits. */
const LONG_LIST = 16

/**
 * Long lists of numbers, such as histories, as bytes: an eighth of the time JSON takes, and NaN needs no note.
 * In 32 bits each where that loses nothing, else in 64.
 */
const numberLists: WireSerializer = {
  type: 22,
  condition: (data) =>
    Array.isArray(data) && data.length >= LONG_LIST && data.every((value) => typeof value === 'number'),
  serialize: (data) => {
    const list = data as readonly number[]
    const isSingle = list.every((value) => Object.is(Math.fround(value), value))
    const bytes = isSingle ? Float32Array.from(list) : Float64Array.from(list)
    return [isSingle ? 4 : 8, toBase64(new Uint8Array(bytes.buffer))]
  },
  deserialize: (serialized) => {
    const [size, base64] = Array.isArray(serialized) ? (serialized as readonly unknown[]) : []
    if ((size !== 4 && size !== 8) || typeof base64 !== 'string') throw new TypeError('expected a list of numbers')
    const { buffer } = fromBase64(base64)
    return Array.from(size === 4 ? new Float32Array(buffer) : new Float64Array(buffer))
  },
}

/** All of them. */
export const wireSerializers: readonly WireSerializer[] = [infinities, typedArrays, numberLists]

function nameOf(view: ArrayBufferView): TypedArrayName | undefined {
  return (Object.keys(TYPED_ARRAYS) as TypedArrayName[]).find((name) => view instanceof TYPED_ARRAYS[name])
}

/** Characters made at a stretch: `fromCharCode` takes its bytes as arguments. */
const STRETCH = 0x8000

/**
 * What runtimes have of their own for base64: pages methods of bytes, Node its buffers. By characters, half a megabyte keeps the lab
 * from answering for a hundred times as long.
 */
interface OwnBase64 {
  readonly Buffer?: {
    from(bytes: ArrayBufferLike, offset: number, length: number): { toString(encoding: 'base64'): string }
  }
  readonly Uint8Array: { fromBase64?(text: string): Uint8Array<ArrayBuffer> }
}

const own = globalThis as unknown as OwnBase64

function toBase64(bytes: Uint8Array): string {
  if (own.Buffer) return own.Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
  let text = ''
  for (let from = 0; from < bytes.length; from += STRETCH)
    text += String.fromCharCode(...bytes.subarray(from, from + STRETCH))
  return btoa(text)
}

function fromBase64(base64: string): Uint8Array<ArrayBuffer> {
  if (own.Uint8Array.fromBase64) return own.Uint8Array.fromBase64(base64)
  const text = atob(base64)
  const bytes = new Uint8Array(text.length)
  for (let index = 0; index < text.length; index += 1) bytes[index] = text.charCodeAt(index)
  return bytes
}
