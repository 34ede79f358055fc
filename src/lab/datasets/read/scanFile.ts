import { createHash } from 'node:crypto'
import type { Hash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import type { WriteStream } from 'node:fs'
import { once } from 'node:events'
import { finished } from 'node:stream/promises'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { CsvDialect } from '../../../core/csv/csvDialect.ts'
import { CsvScanner } from '../../../core/csv/csvScanner.ts'
import { HoldoutError } from '../../../core/errors.ts'
import type { Encoding } from '../source/detectEncoding.ts'
import { fileError } from '../source/fileError.ts'
import type { Packing } from '../source/refuseForeign.ts'
import { readChunks } from '../source/sourceFile.ts'
import type { SourceFile } from '../source/sourceFile.ts'
import { unpacked, utf8Chunks } from '../source/utf8Chunks.ts'
import type { DecodingLoss } from '../source/utf8Chunks.ts'

/** How a file is to be read. */
export interface ReadingPlan {
  readonly source: SourceFile
  readonly packing: Packing
  readonly encoding: Encoding
  readonly dialect: CsvDialect
  readonly hasSepLine: boolean
  readonly hashFields?: number
  readonly unnamed?: 'first' | 'last'
  readonly fields?: number
  readonly missingTokens: readonly string[]
}

export interface ScanFileOptions {
  /** Where to write the rows that fit, as plain UTF-8; absent: they are only counted. */
  readonly plainPath?: string
  /** Only so many bytes of the file are read; the row that the cut hits is left out. */
  readonly limit?: number
  readonly signal?: AbortSignal
  readonly onBytes?: (read: number) => void
}

/** One pass over a file. */
export interface FileScan {
  readonly scanner: CsvScanner
  readonly sha256: string
  readonly loss: DecodingLoss
}

const PREVIEW_ROWS = 200
const PREVIEW_CELLS = 40_000
const FLUSH_BYTES = 512 * 1024

/** Reads a file once from end to end: counts, lines, checksum, and (if asked for) its rows in one plain form. */
export async function scanFile(plan: ReadingPlan, options: ScanFileOptions): Promise<FileScan> {
  const hash = createHash('sha256')
  const loss: DecodingLoss = { replaced: 0 }
  const output = options.plainPath === undefined ? undefined : new PlainOutput(options.plainPath)
  const scanner = new CsvScanner({
    ...scanSettings(plan),
    ...(output && {
      sink: (bytes) => {
        output.add(bytes)
      },
    }),
  })
  try {
    const bytes = hashed(readChunks(plan.source, options.signal, options.limit), hash, options.onBytes)
    for await (const chunk of utf8Chunks(unpacked(bytes, plan.packing, plan.source.name), plan.encoding, loss)) {
      scanner.feed(chunk)
      if (scanner.hasNul) break
      await output?.drain()
      await nextTurn()
    }
    if (options.limit === undefined || options.limit >= plan.source.bytes) scanner.finish()
    await output?.close()
    return { scanner, sha256: hash.digest('hex'), loss }
  } finally {
    output?.abandon()
  }
}

function scanSettings(plan: ReadingPlan): ConstructorParameters<typeof CsvScanner>[0] {
  const { dialect, missingTokens, hasSepLine, fields, hashFields, unnamed } = plan
  const preview = { previewRows: PREVIEW_ROWS, previewCells: PREVIEW_CELLS }
  return {
    dialect,
    missingTokens,
    hasSepLine,
    ...preview,
    ...(fields !== undefined && { fields }),
    ...(hashFields !== undefined && { hashFields }),
    ...(unnamed && { unnamed }),
  }
}

async function* hashed(
  chunks: AsyncIterable<Buffer>,
  hash: Hash,
  onBytes?: (read: number) => void,
): AsyncGenerator<Buffer> {
  let read = 0
  for await (const chunk of chunks) {
    hash.update(chunk)
    read += chunk.length
    onBytes?.(read)
    yield chunk
  }
}

/** Gathers rows into big writes. */
class PlainOutput {
  readonly #path: string
  readonly #stream: WriteStream
  #parts: Uint8Array[] = []
  #bytes = 0
  #error: unknown

  constructor(path: string) {
    this.#path = path
    this.#stream = createWriteStream(path, { highWaterMark: 4 * FLUSH_BYTES })
    this.#stream.on('error', (error) => {
      this.#error = error
    })
  }

  add(bytes: Uint8Array): void {
    this.#parts.push(bytes.slice())
    this.#bytes += bytes.length
  }

  async drain(): Promise<void> {
    if (this.#error !== undefined) throw this.#failure()
    if (this.#bytes === 0) return
    const block = Buffer.concat(this.#parts, this.#bytes)
    this.#parts = []
    this.#bytes = 0
    if (this.#stream.write(block)) return
    await once(this.#stream, 'drain').catch(() => undefined)
    if (this.#error !== undefined) throw this.#failure()
  }

  async close(): Promise<void> {
    await this.drain()
    this.#stream.end()
    await finished(this.#stream).catch((error: unknown) => {
      throw fileError(error, this.#path)
    })
  }

  abandon(): void {
    this.#stream.destroy()
  }

  #failure(): unknown {
    const failure = fileError(this.#error, this.#path)
    return failure instanceof Error
      ? failure
      : new HoldoutError('file/unwritable', `${this.#path} could not be written.`, {
          hint: 'Check that its disk is there and has room, and try again.',
          cause: failure,
        })
  }
}
