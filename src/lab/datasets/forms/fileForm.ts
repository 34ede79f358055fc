import { extname } from 'node:path'
import { HoldoutError } from '../../../core/errors.ts'
import { readChunks } from '../source/sourceFile.ts'
import type { SourceFile } from '../source/sourceFile.ts'
import { unpacked } from '../source/utf8Chunks.ts'
import type { Packing } from '../source/refuseForeign.ts'
import { zipEntries } from './zipEntries.ts'
import type { ZipEntry } from './zipEntries.ts'

/** What a file with a table is, by its bytes. */
export type FileForm =
  | { readonly kind: 'csv' }
  | { readonly kind: 'parquet' }
  | { readonly kind: 'json'; readonly packing: Packing }
  | { readonly kind: 'workbook'; readonly entries: readonly ZipEntry[] }

const HEAD_BYTES = 64 * 1024
/** Of JSON: an object, or a list of objects or lists. */
const JSON_START = /^\s*(\{\s*"|\[\s*[[{])/
/** How a file of the old format of Office begins, in which a workbook with a password is wrapped too. */
const COMPOUND_FILE = Buffer.from('d0cf11e0a1b11ae1', 'hex')

/**
 * What a file is. Text of any kind is CSV here; what is no table at all is refused later.
 * @throws HoldoutError `file/workbook-protected`, `file/workbook-old`
 */
export async function fileForm(source: SourceFile): Promise<FileForm> {
  const head = await headOf(source, 'none')
  if (head.subarray(0, 4).toString('latin1') === 'PAR1') return { kind: 'parquet' }
  if (head.subarray(0, 8).equals(COMPOUND_FILE)) throw await compoundError(source)
  if (head.subarray(0, 4).toString('latin1') === 'PK\x03\x04') return zipForm(source)
  const packing: Packing = head[0] === 0x1f && head[1] === 0x8b ? 'gzip' : 'none'
  const text = (packing === 'gzip' ? await headOf(source, packing) : head).toString('utf8').replace(/^\ufeff/, '')
  return JSON_START.test(text) ? { kind: 'json', packing } : { kind: 'csv' }
}

async function zipForm(source: SourceFile): Promise<FileForm> {
  const entries = await zipEntries(source.path)
  return entries?.some(({ name }) => name === 'xl/workbook.xml') === true
    ? { kind: 'workbook', entries }
    : { kind: 'csv' }
}

async function headOf(source: SourceFile, packing: Packing): Promise<Buffer> {
  const parts: Buffer[] = []
  let bytes = 0
  for await (const chunk of unpacked(readChunks(source, undefined, HEAD_BYTES), packing, source.name)) {
    parts.push(Buffer.from(chunk))
    bytes += chunk.length
    if (bytes >= HEAD_BYTES) break
  }
  return Buffer.concat(parts)
}

async function compoundError({ path, name, ...source }: SourceFile): Promise<HoldoutError> {
  const parts: Buffer[] = []
  for await (const chunk of readChunks({ path, name, ...source }, undefined, 4 << 20)) parts.push(Buffer.from(chunk))
  const isProtected = Buffer.concat(parts).includes(Buffer.from('EncryptedPackage', 'utf16le'))
  if (isProtected)
    return new HoldoutError('file/workbook-protected', `${name} is protected by a password and cannot be read.`, {
      path,
      hint: 'Open it in the spreadsheet program, remove the password, and save it again.',
    })
  const what = extname(path).toLowerCase() === '.xls' ? 'a workbook' : 'a file'
  return new HoldoutError('file/workbook-old', `${name} is ${what} in the old format of Office, which is not read.`, {
    path,
    hint: 'Open it in a spreadsheet program and save it as .xlsx or as CSV (UTF-8).',
  })
}
