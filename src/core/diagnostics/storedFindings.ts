import type { Finding } from './finding.ts'

/** What a finding's `fix` was called in files of earlier versions. */
export const EARLIER_FIX = 'mend'

/** A finding as a file holds it. */
export type StoredFinding = Finding | (Omit<Finding, 'fix'> & Readonly<Record<typeof EARLIER_FIX, string>>)

/** Findings of a file of this version or of an earlier one. */
export function currentFindings(findings: readonly StoredFinding[]): readonly Finding[] {
  return findings.map((finding) => {
    if (!(EARLIER_FIX in finding)) return finding
    const { [EARLIER_FIX]: fix, ...others } = finding
    return { ...others, fix }
  })
}
