import { duplicatesOf } from './duplicatesOf.ts'
import { ROWS_SHOWN } from '../finding.ts'
import type { Finding, PreflightInput } from '../finding.ts'
import { foldOfRows } from './foldOfRows.ts'

/** Rows that repeat, and whether folds share them. */
export function duplicateFindings({ table, heldOut }: PreflightInput): Finding[] {
  const { first, rows } = duplicatesOf([...table.features, table.target], table.rows)
  if (rows.length === 0) return []
  const findings: Finding[] = [
    {
      kind: 'duplicateRows',
      severity: 'info',
      evidence: { rows: rows.length },
      rows: rows.slice(0, ROWS_SHOWN),
      message: `${String(rows.length)} rows have the same features and target as an earlier row.`,
      mend: 'Check whether they were recorded twice; if so, keep one of each.',
    },
  ]
  if (!heldOut || heldOut.length < 2) return findings
  const foldOf = foldOfRows(heldOut, table.rows)
  const across = rows.filter((row) => foldOf[row] !== foldOf[first.get(row) ?? row])
  if (across.length > 0) {
    findings.push({
      kind: 'duplicatesAcrossFolds',
      severity: 'warning',
      evidence: { rows: across.length },
      rows: across.slice(0, ROWS_SHOWN),
      message: `${String(across.length)} rows are tested in one fold while an equal row is trained on: scores come out too good.`,
      mend: 'Remove duplicates, or give equal rows the same group and split by group.',
    })
  }
  return findings
}

/** Fewer groups than folds. */
export function groupFindings({ table, folds = 0, isGrouped = false }: PreflightInput): Finding[] {
  if (!table.groups || !isGrouped) return []
  const groups = new Set(table.groups).size
  if (groups >= Math.max(folds, 2)) return []
  return [
    {
      kind: 'groupsTooFew',
      severity: 'error',
      evidence: { groups, folds },
      message: `There are ${String(groups)} groups for ${String(folds)} folds.`,
      mend: 'Take at most as many folds as there are groups.',
    },
  ]
}
