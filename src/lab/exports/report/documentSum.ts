import { createHash } from 'node:crypto'
import type { RunDocument } from '../../../core/run/runDocument.ts'

/** A run document as files hold it: with the SHA-256 of its own JSON without this member, so that a changed number is noticed. */
export type SummedDocument = RunDocument & { readonly sha256: string }

export function withSum(document: RunDocument): SummedDocument {
  const { sha256: _, ...plain } = document as Partial<SummedDocument>
  return { ...(plain as RunDocument), sha256: sumOf(plain) }
}

/** Whether a document has a checksum, and whether it is that of what it holds. Documents of before there were checksums have none. */
export function sumState(value: object): 'none' | 'right' | 'wrong' {
  if (!('sha256' in value)) return 'none'
  const { sha256, ...plain } = value
  return sha256 === sumOf(plain) ? 'right' : 'wrong'
}

function sumOf(plain: object): string {
  return createHash('sha256').update(JSON.stringify(plain)).digest('hex')
}
