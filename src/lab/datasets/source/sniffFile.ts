import { guessDialectInSteps } from '../../../core/csv/guessDialect.ts'
import type { DialectGuess } from '../../../core/csv/csvDialect.ts'
import { HoldoutError } from '../../../core/errors.ts'
import iconv from 'iconv-lite'
import type { DatasetChoices } from '../store/datasetChoices.ts'
import { inTurns } from '../../eventLoop/inTurns.ts'
import { detectEncoding, guessEncoding } from './detectEncoding.ts'
import type { Encoding } from './detectEncoding.ts'
import { notTextError, refuseForeign } from './refuseForeign.ts'
import type { Packing } from './refuseForeign.ts'
import { readChunks } from './sourceFile.ts'
import type { SourceFile } from './sourceFile.ts'
import { unpacked } from './utf8Chunks.ts'

const HEAD_BYTES = 256 * 1024
const DIALECT_CHARACTERS = 64 * 1024

/** What the beginning of a file gives away. */
export interface Sniffed {
  readonly packing: Packing
  readonly encoding: Encoding
  readonly guess: DialectGuess
  /** The first bytes, unpacked. */
  readonly head: Uint8Array
}

/**
 * Looks at the beginning of a file: what it is, its encoding, its dialect. Choices beat guesses.
 * @param evidence bytes from further down that showed the file is not UTF-8 after all
 * @throws HoldoutError `csv/not-text`, `csv/encoding`, `csv/delimiter`
 */
export async function sniffFile(source: SourceFile, choices: DatasetChoices, evidence?: Uint8Array): Promise<Sniffed> {
  assertOneCharacter('delimiter', choices.delimiter)
  if (choices.quote !== '') assertOneCharacter('quote', choices.quote)
  const raw = await readHead(source, 'none')
  const packing = await refuseForeign(source.name, raw)
  const head = packing === 'gzip' ? await readHead(source, packing) : raw
  if (packing === 'gzip') await refuseForeign(source.name, head)
  const encoding = evidence ? guessEncoding(evidence) : detectEncoding(head, choices.encoding)
  const text = iconv.decode(Buffer.from(head), encoding.name, { stripBOM: true })
  if (text.slice(0, 4096).includes('\0')) throw notTextError(source.name, lineOf(text, text.indexOf('\0')))
  return { packing, encoding, guess: await guess(text, head.length >= HEAD_BYTES, choices), head }
}

async function guess(text: string, isCut: boolean, choices: DatasetChoices): Promise<DialectGuess> {
  const first = text.slice(0, DIALECT_CHARACTERS)
  const hasEnoughRows = (first.match(/\n|\r/g)?.length ?? 0) > 5
  const sample = hasEnoughRows ? first : text
  return inTurns(guessDialectInSteps(sample, isCut || sample.length < text.length, choices))
}

async function readHead(source: SourceFile, packing: Packing): Promise<Uint8Array> {
  const parts: Buffer[] = []
  let bytes = 0
  const limit = packing === 'none' ? HEAD_BYTES : 4 * HEAD_BYTES
  for await (const chunk of unpacked(readChunks(source, undefined, limit), packing, source.name)) {
    parts.push(Buffer.from(chunk))
    bytes += chunk.length
    if (bytes >= HEAD_BYTES) break
  }
  return Buffer.concat(parts).subarray(0, HEAD_BYTES)
}

function lineOf(text: string, at: number): number {
  return text.slice(0, at).split('\n').length
}

function assertOneCharacter(what: string, given: string | undefined): void {
  if (given === undefined || (given.length === 1 && given.charCodeAt(0) < 128 && !/[\r\n\0]/.test(given))) return
  throw new HoldoutError(
    'csv/delimiter',
    `Expected one ASCII character as ${what}, received ${JSON.stringify(given)}.`,
    {
      hint: 'For example "," or ";" or "\\t".',
    },
  )
}
