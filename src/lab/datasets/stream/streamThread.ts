/** The thread that reads a file for a prediction, while the thread that asked predicts the rows before. */
import { parentPort, workerData } from 'node:worker_threads'
import { CsvScanner } from '../../../core/csv/csvScanner.ts'
import type { LedgerEntry } from '../../../core/dataset/ledger.ts'
import { toErrorData } from '../../../core/errors.ts'
import { planFields } from '../read/planFields.ts'
import { readChunks } from '../source/sourceFile.ts'
import { NotUtf8, unpacked, utf8Chunks } from '../source/utf8Chunks.ts'
import type { DecodingLoss } from '../source/utf8Chunks.ts'
import { buildLedger } from '../types/buildLedger.ts'
import { NotPlainRows } from './notPlainRows.ts'
import { RowParser } from './rowParser.ts'
import type { ParsedCells, ParsedRows } from './rowParser.ts'
import type { FromStream, StreamRequest } from './streamMessages.ts'

/** Blocks on their way at most: memory does not grow where predicting is slower than reading. */
const MOST_AHEAD = 4

class FileStream {
  readonly #request: StreamRequest
  readonly #scanner: CsvScanner
  readonly #parser: RowParser
  readonly #loss: DecodingLoss = { replaced: 0 }
  #ready: ParsedRows[] = []
  #sentRows = 0
  #readBytes = 0
  #room = MOST_AHEAD
  #wake: (() => void) | undefined

  constructor(request: StreamRequest) {
    this.#request = request
    const { dialect, missingTokens, hasSepLine, hashFields, unnamed } = request.plan
    this.#parser = new RowParser(request.fields, {
      size: request.size,
      quote: dialect.quote,
      onRows: (rows) => void this.#ready.push(rows),
    })
    this.#scanner = new CsvScanner({
      dialect,
      missingTokens,
      hasSepLine,
      ...(hashFields !== undefined && { hashFields }),
      ...(unnamed && { unnamed }),
      onRow: (row) => this.#parser.add(row),
    })
  }

  /** Another block was taken. */
  more(): void {
    this.#room++
    this.#wake?.()
  }

  async run(): Promise<FromStream> {
    const { source, packing, encoding } = this.#request.plan
    const bytes = unpacked(this.#counted(readChunks(source)), packing, source.name)
    for await (const chunk of utf8Chunks(bytes, encoding, this.#loss)) {
      this.#scanner.feed(chunk)
      await this.#handOn()
    }
    this.#scanner.finish()
    this.#parser.flush()
    await this.#handOn()
    return { kind: 'end', rows: this.#scanner.rows, ledger: this.#ledger() }
  }

  async *#counted(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      this.#readBytes += chunk.length
      yield chunk
    }
  }

  /** Sends the blocks that are whole. @throws NotPlainRows */
  async #handOn(): Promise<void> {
    if (this.#scanner.hasNul || this.#scanner.rejectedCount > 0) throw new NotPlainRows()
    for (const rows of this.#ready) {
      while (this.#room === 0) await new Promise<void>((resolve) => (this.#wake = resolve))
      this.#room--
      this.#send(rows)
    }
    this.#ready = []
  }

  #send({ rows, cells }: ParsedRows): void {
    const first = this.#sentRows
    this.#sentRows += rows
    const lines = Float64Array.from({ length: rows }, (_, row) => this.#scanner.lines.lineOf(first + row))
    const share = this.#readBytes / this.#request.plan.source.bytes
    send({ kind: 'rows', block: { rows, cells, lines, share } }, [lines.buffer, ...cells.flatMap(buffersOf)])
  }

  #ledger(): readonly LedgerEntry[] {
    const { plan, choices, columns } = this.#request
    const { fields, dropped } = planFields(this.#scanner, choices)
    const byField = new Map(fields.map((field) => [field.field, field]))
    const none = new Map()
    return buildLedger({
      packing: plan.packing,
      encoding: plan.encoding,
      replacedCharacters: this.#loss.replaced,
      hasSepLine: plan.hasSepLine,
      scanner: this.#scanner,
      columns: columns.map((column) => ({ ...column, ...byField.get(column.field) })),
      dropped,
      lost: none,
      odd: none,
      missingNumbers: none,
    })
  }
}

function buffersOf(cells: ParsedCells): ArrayBuffer[] {
  switch (cells.as) {
    case 'number':
      return [cells.values.buffer]
    case 'category':
      return [cells.codes.buffer]
    case 'text':
      return []
  }
}

function send(message: FromStream, transfer: readonly ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, transfer)
}

function outcomeOf(error: unknown): FromStream {
  if (error instanceof NotPlainRows || error instanceof NotUtf8) return { kind: 'notPlain' }
  return { kind: 'error', error: toErrorData(error) }
}

const stream = new FileStream(workerData as StreamRequest)
parentPort?.on('message', () => stream.more())
stream
  .run()
  .catch(outcomeOf)
  .then((last) => {
    send(last)
    parentPort?.close()
  })
  .catch(() => undefined)
