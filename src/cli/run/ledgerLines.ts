import type { Ledger, LedgerKind } from '../../core/dataset/ledger.ts'
import { plainText } from '../plainText.ts'

/** What was not read at all. */
const TOLD: ReadonlySet<LedgerKind> = new Set<LedgerKind>(['skippedLine', 'leftOutRow'])

/** Lines and rows of the file that were skipped or left out, one remark each, with the first of their places. */
export function ledgerLines(ledger: Ledger): string {
  return ledger
    .filter(({ kind }) => TOLD.has(kind))
    .map(({ message, samples }) => `Note: ${plainText(message)}${placesOf(samples)}\n`)
    .join('')
}

function placesOf(samples: Ledger[number]['samples']): string {
  if (samples.length === 0) return ''
  return ` (${samples.length === 1 ? 'line' : 'lines'} ${samples.map(({ line }) => String(line)).join(', ')})`
}
