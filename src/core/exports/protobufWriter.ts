/** Writes protocol buffers (proto3 wire format), as far as ONNX and TensorFlow files need it. */
import { joinArrays } from '../joinArrays.ts'
export class ProtobufWriter {
  readonly #parts: Uint8Array[] = []
  #length = 0

  /** A whole number (int32, int64, bool, enum); negative numbers take ten bytes, as int64 does. */
  integer(field: number, value: number | bigint): this {
    this.#tag(field, 0)
    this.#push(varint(BigInt(value)))
    return this
  }

  /** A single-precision number. */
  float(field: number, value: number): this {
    this.#tag(field, 5)
    this.#push(new Uint8Array(Float32Array.of(value).buffer))
    return this
  }

  /** Bytes as they are; they are not copied. */
  bytes(field: number, value: Uint8Array): this {
    this.#tag(field, 2)
    this.#push(varint(BigInt(value.length)))
    this.#push(value)
    return this
  }

  /** A text in UTF-8. */
  text(field: number, value: string): this {
    return this.bytes(field, new TextEncoder().encode(value))
  }

  /** A message inside this one. */
  message(field: number, fill: (writer: ProtobufWriter) => void): this {
    const inner = new ProtobufWriter()
    fill(inner)
    this.#tag(field, 2)
    this.#push(varint(BigInt(inner.#length)))
    for (const part of inner.#parts) this.#push(part)
    return this
  }

  /** One entry of a map from text to messages. */
  entry(field: number, key: string, fill: (writer: ProtobufWriter) => void): this {
    return this.message(field, (entry) => entry.text(1, key).message(2, fill))
  }

  /** Everything written so far, in one piece. */
  finish(): Uint8Array {
    return joinArrays(Uint8Array, this.#parts)
  }

  #tag(field: number, wireType: number): void {
    this.#push(varint(BigInt(field * 8 + wireType)))
  }

  #push(bytes: Uint8Array): void {
    this.#parts.push(bytes)
    this.#length += bytes.length
  }
}

function varint(value: bigint): Uint8Array {
  let left = BigInt.asUintN(64, value)
  const bytes: number[] = []
  do {
    const low = Number(left & 0x7fn)
    left >>= 7n
    bytes.push(left === 0n ? low : low | 0x80)
  } while (left !== 0n)
  return Uint8Array.from(bytes)
}
