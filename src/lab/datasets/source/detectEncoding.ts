import { isUtf8 } from 'node:buffer'
import chardet from 'chardet'
import iconv from 'iconv-lite'
import { HoldoutError } from '../../../core/errors.ts'

/** The encoding of a file and how it is known. */
export interface Encoding {
  /** As iconv names it, e.g. `utf-8`, `utf-16le`, `windows-1252`. */
  readonly name: string
  readonly by: 'mark' | 'valid' | 'guess' | 'choice'
  /** From 0 to 1. */
  readonly confidence: number
  readonly runnerUp?: { readonly name: string; readonly confidence: number }
  /** Bytes of a byte order mark. */
  readonly markBytes: number
}

const MARKS: readonly (readonly [name: string, bytes: readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-32le', [0xff, 0xfe, 0, 0]],
  ['utf-32be', [0, 0, 0xfe, 0xff]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
]
/** Supersets that the world means when it says the name on the left (as in the WHATWG's table). */
const MEANT: ReadonlyMap<string, string> = new Map([
  ['iso-8859-1', 'windows-1252'],
  ['ascii', 'utf-8'],
  ['gb2312', 'gb18030'],
  ['iso-8859-9', 'windows-1254'],
])
/** A single-byte guess must be this much likelier than Windows-1252 to be believed (chardet counts to 100). */
const MARGIN = 20

/**
 * The encoding of the first bytes of a file: a byte order mark, else valid UTF-8, else UTF-16 by its zeros, else a guess.
 * @throws HoldoutError `csv/encoding` for a choice that is no known encoding
 */
export function detectEncoding(head: Uint8Array, choice?: string): Encoding {
  const mark = MARKS.find(([, bytes]) => bytes.every((byte, index) => head[index] === byte))
  if (choice !== undefined) return chosen(choice, mark)
  if (mark) return { name: mark[0], by: 'mark', confidence: 1, markBytes: mark[1].length }
  const wide = utf16ByZeros(head)
  if (wide) return { name: wide, by: 'guess', confidence: 0.9, markBytes: 0 }
  if (isUtf8(withoutCutCharacter(head))) return { name: 'utf-8', by: 'valid', confidence: 1, markBytes: 0 }
  return guessEncoding(head)
}

/** The bytes without a UTF-8 character that the end cuts in two. */
export function withoutCutCharacter(bytes: Uint8Array): Uint8Array {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0
    if (byte < 0x80) return bytes
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2
      return length > back ? bytes.subarray(0, bytes.length - back) : bytes
    }
  }
  return bytes
}

function chosen(choice: string, mark: (typeof MARKS)[number] | undefined): Encoding {
  const name = canonicalName(choice)
  if (!iconv.encodingExists(name)) {
    throw new HoldoutError('csv/encoding', `Expected the name of an encoding, received ${JSON.stringify(choice)}.`, {
      hint: 'For example utf-8, windows-1252, utf-16le or gb18030.',
    })
  }
  const markBytes =
    mark && (mark[0] === name || (name === 'utf-16' && mark[0].startsWith('utf-16'))) ? mark[1].length : 0
  return { name: name === 'utf-16' ? (mark?.[0] ?? 'utf-16le') : name, by: 'choice', confidence: 1, markBytes }
}

function canonicalName(name: string): string {
  const lower = name.trim().toLowerCase()
  const known: ReadonlyMap<string, string> = new Map([
    ['utf8', 'utf-8'],
    ['utf16le', 'utf-16le'],
    ['utf16be', 'utf-16be'],
    ['latin1', 'windows-1252'],
    ['latin-1', 'windows-1252'],
    ['cp1252', 'windows-1252'],
  ])
  return known.get(lower) ?? MEANT.get(lower) ?? lower
}

function utf16ByZeros(head: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  const zeros = [0, 0]
  for (let at = 0; at < Math.min(head.length, 4096); at++) if (head[at] === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1
  const half = Math.min(head.length, 4096) / 2
  const [even = 0, odd = 0] = zeros
  if (odd > 0.4 * half && even < 0.05 * half) return 'utf-16le'
  if (even > 0.4 * half && odd < 0.05 * half) return 'utf-16be'
  return undefined
}

/** The likeliest encoding of bytes that are neither UTF-8 nor UTF-16: Windows-1252 unless another one is clearly likelier. */
export function guessEncoding(head: Uint8Array): Encoding {
  const matches = chardet
    .analyse(linesBeyondAscii(head))
    .map(({ name, confidence }) => ({ name: canonicalName(name), confidence }))
    .filter(({ name }) => iconv.encodingExists(name) && !name.startsWith('utf-') && !name.startsWith('iso-2022'))
  const western = matches.find(({ name }) => name === 'windows-1252') ?? { name: 'windows-1252', confidence: 10 }
  const top = matches[0] ?? western
  const best = top.confidence >= western.confidence + MARGIN ? top : western
  const runnerUp = matches.find(({ name }) => name !== best.name)
  return {
    name: best.name,
    by: 'guess',
    confidence: best.confidence / 100,
    markBytes: 0,
    ...(runnerUp && { runnerUp: { name: runnerUp.name, confidence: runnerUp.confidence / 100 } }),
  }
}

/** ASCII lines say nothing about the encoding and drown what does. */
function linesBeyondAscii(head: Uint8Array): Uint8Array {
  const text = Buffer.from(head).toString('latin1')
  const lines = text.split('\n').filter((line) => /[\x80-\xff]/.test(line))
  return Buffer.from(lines.slice(0, 2000).join('\n').slice(0, 100_000), 'latin1')
}
