import type { Finding } from '../../core/diagnostics/preflight/preflight.ts'
import { plainText } from '../plainText.ts'

/** Findings that are named; the report has all. */
const MOST_NAMED = 5

/** What should be known before training, for stderr: the grave findings, and how to fix them. */
export function findingLines(findings: readonly Finding[]): string {
  const grave = findings.filter(({ severity }) => severity !== 'info')
  const named = grave.slice(0, MOST_NAMED).map(({ message, fix }) => `Warning: ${plainText(message)} ${plainText(fix)}`)
  if (grave.length > MOST_NAMED)
    named.push(`And ${String(grave.length - MOST_NAMED)} more warnings; the report lists all.`)
  return named.map((line) => `${line}\n`).join('')
}
