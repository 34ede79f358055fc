import { fileTypeFromBuffer } from 'file-type'
import { HoldoutError } from '../../../core/errors.ts'

const WORKBOOKS: ReadonlySet<string> = new Set(['xlsx', 'xlsm', 'ods', 'numbers', 'xltx', 'cfb'])
const ARCHIVES: ReadonlySet<string> = new Set(['zip', 'rar', '7z', 'tar', 'bz2', 'xz', 'zst', 'lz4'])
const MARKUP = /^\s*(<!doctype html|<html|<\?xml|<svg)/i

/** How a file is packed: as it is, or by gzip. */
export type Packing = 'none' | 'gzip'

/**
 * Looks at the first bytes and refuses what is no text, with a word on what to do.
 * @throws HoldoutError `csv/not-text`
 */
export async function refuseForeign(name: string, head: Uint8Array): Promise<Packing> {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip'
  const type = await fileTypeFromBuffer(head.slice()).catch(() => undefined)
  if (type && !isUtf16(head)) throw foreign(name, `${type.ext} (${type.mime})`, hintFor(type.ext))
  const text = new TextDecoder('latin1').decode(head.subarray(0, 200)).replace(/^\xef\xbb\xbf/, '')
  if (MARKUP.test(text))
    throw foreign(name, 'a web page or XML document', 'Open it in a browser, and save its table as CSV.')
  return 'none'
}

function foreign(name: string, what: string, hint: string): HoldoutError {
  return new HoldoutError('csv/not-text', `${name} is not a text file: expected CSV, received ${what}.`, { hint })
}

/** @throws HoldoutError `csv/not-text` for bytes that no text has. */
export function notTextError(name: string, line?: number): HoldoutError {
  return new HoldoutError('csv/not-text', `${name} is not a text file: it holds NUL bytes.`, {
    hint: 'If it is a workbook or a database, export its table as CSV.',
    ...(line !== undefined && { line }),
  })
}

function isUtf16(head: Uint8Array): boolean {
  return (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)
}

function hintFor(extension: string): string {
  if (WORKBOOKS.has(extension)) return 'Open it in a spreadsheet and save the sheet as CSV (UTF-8).'
  if (ARCHIVES.has(extension)) return 'Unpack it and choose the CSV inside; gzip alone is read as it is.'
  return 'Export the table from the program that wrote it, as CSV.'
}
