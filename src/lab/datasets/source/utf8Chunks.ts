import { isUtf8 } from 'node:buffer'
import { Readable } from 'node:stream'
import { constants, createGunzip } from 'node:zlib'
import iconv from 'iconv-lite'
import { HoldoutError } from '../../../core/errors.ts'
import { withoutCutCharacter } from './detectEncoding.ts'
import type { Encoding } from './detectEncoding.ts'
import type { Packing } from './refuseForeign.ts'

const DECODE_BYTES = 256 * 1024

/** Thrown when a file that began as UTF-8 turns out not to be; holds bytes that show what it is instead. */
export class NotUtf8 extends Error {
  readonly evidence: Uint8Array

  constructor(evidence: Uint8Array) {
    super('not UTF-8')
    this.name = 'NotUtf8'
    this.evidence = evidence
  }
}

/** Characters that could not be decoded, counted while a stream is read. */
export interface DecodingLoss {
  replaced: number
}

/** Unpacks gzip, or hands on what needs none. */
export async function* unpacked(chunks: AsyncIterable<Buffer>, packing: Packing, name: string): AsyncGenerator<Buffer> {
  if (packing === 'none') {
    yield* chunks
    return
  }
  // The source reuses its buffer, and zlib works behind our back: it needs a copy of its own.
  const input = Readable.from(copies(chunks))
  const gunzip = createGunzip({ chunkSize: DECODE_BYTES, finishFlush: constants.Z_SYNC_FLUSH })
  input.on('error', (error) => gunzip.destroy(error))
  try {
    for await (const chunk of input.pipe(gunzip)) yield chunk as Buffer
  } catch (cause) {
    if (cause instanceof HoldoutError) throw cause
    throw new HoldoutError('csv/gzip', `${name}: its gzip data is damaged.`, {
      hint: 'Pack or download it again.',
      cause,
    })
  } finally {
    input.destroy()
    gunzip.destroy()
  }
}

async function* copies(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) yield Buffer.from(chunk)
}

/**
 * Any text as UTF-8 without a byte order mark.
 * @throws NotUtf8 when UTF-8 was taken for granted and the bytes are something else
 */
export async function* utf8Chunks(
  chunks: AsyncIterable<Buffer>,
  encoding: Encoding,
  loss: DecodingLoss,
): AsyncGenerator<Uint8Array> {
  const body = withoutMark(chunks, encoding.markBytes)
  if (encoding.name === 'utf-8' && encoding.by !== 'choice') yield* checked(body)
  else yield* decoded(body, encoding.name, loss)
}

async function* withoutMark(chunks: AsyncIterable<Buffer>, bytes: number): AsyncGenerator<Buffer> {
  let skip = bytes
  for await (const chunk of chunks) {
    const skipped = Math.min(skip, chunk.length)
    skip -= skipped
    yield chunk.subarray(skipped)
  }
}

async function* checked(chunks: AsyncIterable<Buffer>): AsyncGenerator<Uint8Array> {
  let carry: Uint8Array = new Uint8Array(0)
  for await (const chunk of chunks) {
    const bytes = carry.length === 0 ? chunk : Buffer.concat([carry, chunk])
    const whole = withoutCutCharacter(bytes)
    if (!isUtf8(whole)) throw new NotUtf8(Uint8Array.from(bytes))
    carry = Uint8Array.from(bytes.subarray(whole.length))
    yield whole
  }
  if (carry.length > 0) throw new NotUtf8(carry)
}

async function* decoded(chunks: AsyncIterable<Buffer>, name: string, loss: DecodingLoss): AsyncGenerator<Uint8Array> {
  const decoder = iconv.getDecoder(name, { stripBOM: false })
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at += DECODE_BYTES) {
      yield encoded(decoder.write(chunk.subarray(at, at + DECODE_BYTES)), loss)
    }
  }
  yield encoded(decoder.end() ?? '', loss)
}

function encoded(text: string, loss: DecodingLoss): Uint8Array {
  for (let at = text.indexOf('\ufffd'); at >= 0; at = text.indexOf('\ufffd', at + 1)) loss.replaced++
  return Buffer.from(text, 'utf8')
}
