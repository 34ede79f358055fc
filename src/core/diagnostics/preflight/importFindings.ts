import type { Finding, PreflightInput } from '../finding.ts'
import type { DatasetColumn } from '../../dataset/inspection.ts'

/** What the import noted about the columns that take part, and text that does not. */
export function importFindings({ table, columns = [] }: PreflightInput): Finding[] {
  const used = new Set([...table.features.map(({ name }) => name), table.target.name])
  return columns.flatMap((column): Finding[] => {
    const { name, nonFinite, unreadable, bigIntegers } = column
    if (!used.has(name)) return column.type === 'text' ? [leftOutFinding(column)] : []
    const findings: Finding[] = []
    if (nonFinite > 0)
      findings.push({
        kind: 'nonFinite',
        severity: 'warning',
        column: name,
        evidence: { cells: nonFinite },
        message: `${String(nonFinite)} cells of ${name} are not finite and count as missing.`,
        fix: 'See the import ledger for their lines; fix them, or let them be imputed.',
      })
    if (unreadable > 0)
      findings.push({
        kind: 'unreadable',
        severity: 'warning',
        column: name,
        evidence: { cells: unreadable },
        message: `${String(unreadable)} cells of ${name} are no ${column.type} and count as missing.`,
        fix: 'See the import ledger for their lines; fix them, or name them as missing.',
      })
    if (bigIntegers > 0)
      findings.push({
        kind: 'bigIntegers',
        severity: 'warning',
        column: name,
        evidence: { cells: bigIntegers },
        message: `${String(bigIntegers)} whole numbers of ${name} lie beyond 2^53, where 64-bit floats skip numbers.`,
        fix: 'Such numbers are mostly keys: give the column the role id or group.',
      })
    return findings
  })
}

function leftOutFinding({ name, profile }: DatasetColumn): Finding {
  return {
    kind: 'leftOut',
    severity: 'info',
    column: name,
    evidence: { distinct: profile.distinct },
    message: `${name} is free text and takes no part.`,
    fix: 'Give it the role feature to use it as categories all the same.',
  }
}
