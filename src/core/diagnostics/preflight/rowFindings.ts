import { sharedCodes } from '../../split/sharedCodes.ts'
import { ROWS_SHOWN } from '../finding.ts'
import type { Finding, PreflightInput } from '../finding.ts'
import type { CheckedProtocol } from './checkedProtocol.ts'
import { duplicatesOf } from './duplicatesOf.ts'

/** Rows that repeat, and whether one is held out while its equal is trained on. */
export function duplicateFindings({ table }: PreflightInput, { sides }: CheckedProtocol): Finding[] {
  const { first, rows } = duplicatesOf([...table.features, table.target], table.rows)
  if (rows.length === 0) return []
  const findings: Finding[] = [
    {
      kind: 'duplicateRows',
      severity: 'info',
      evidence: { rows: rows.length },
      rows: rows.slice(0, ROWS_SHOWN),
      message: `${String(rows.length)} rows have the same features and target as an earlier row.`,
      fix: 'Check whether they were recorded twice; if so, keep one of each.',
    },
  ]
  const across = sides ? sharedCodes(kinCodes(first, table.rows), sides).rows : []
  if (across.length > 0) {
    findings.push({
      kind: 'duplicatesAcrossFolds',
      severity: 'warning',
      evidence: { rows: across.length },
      rows: across.slice(0, ROWS_SHOWN),
      message: `${String(across.length)} rows are held out while an equal row is trained on, so scores are too optimistic.`,
      fix: 'Keep equal rows together (`groups: equalRows` under `validation`), or remove the duplicates.',
    })
  }
  return findings
}

/** The first of its kind for every row that has an equal; -1 for rows that have none. */
function kinCodes(first: ReadonlyMap<number, number>, rows: number): Int32Array {
  const codes = new Int32Array(rows).fill(-1)
  for (const [row, kin] of first) codes[row] = codes[kin] = kin
  return codes
}
