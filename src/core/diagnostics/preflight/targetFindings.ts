import type { CheckedProtocol } from './checkedProtocol.ts'
import { ROWS_SHOWN } from '../finding.ts'
import type { Finding, PreflightInput } from '../finding.ts'
import { levelCounts } from '../../dataset/levelCounts.ts'
import { missingRows } from '../../dataset/missingRows.ts'
import { withValueOnly } from '../../dataset/rowFilter.ts'
import type { CategoryColumn } from '../../dataset/table.ts'

/** Rows without a target; classes too small for the folds, or uneven. */
export function targetFindings({ table }: PreflightInput, { folds = 0 }: CheckedProtocol): Finding[] {
  const { target } = table
  const missing = missingRows(target)
  const findings: Finding[] = []
  if (missing.length > 0) {
    findings.push({
      kind: 'missingTarget',
      severity: 'error',
      column: target.name,
      evidence: { rows: missing.length },
      rows: missing.slice(0, ROWS_SHOWN),
      message: `${String(missing.length)} rows have no target.`,
      fix: `Leave these rows out with ${withValueOnly(target.name)}.`,
    })
  }
  return target.kind === 'category' ? [...findings, ...classFindings(target, folds)] : findings
}

function classFindings(target: CategoryColumn, folds: number): Finding[] {
  const counts = levelCounts(target)
  return [...tinyClasses(target, counts, folds), ...imbalance(target, counts)]
}

function tinyClasses(target: CategoryColumn, counts: readonly number[], folds: number): Finding[] {
  const findings: Finding[] = []
  counts.forEach((count, code) => {
    const label = target.levels[code] ?? ''
    if (count === 1) findings.push(loneClass(target.name, label))
    if (count < 2 || count >= folds) return
    findings.push({
      kind: 'tinyClass',
      severity: 'warning',
      column: target.name,
      evidence: { class: label, rows: count, folds },
      message: `Class ${JSON.stringify(label)} has ${String(count)} rows, fewer than the ${String(folds)} folds: some folds are tested without it.`,
      fix: 'Take fewer folds, join the class with another, or gather more rows of it.',
    })
  })
  return findings
}

function loneClass(column: string, label: string): Finding {
  return {
    kind: 'loneClass',
    severity: 'error',
    column,
    evidence: { class: label },
    message: `Class ${JSON.stringify(label)} has a single row: what is tested on it was never trained on it.`,
    fix: 'Leave out the class, join it with another, or gather more rows of it.',
  }
}

function imbalance(target: CategoryColumn, counts: readonly number[]): Finding[] {
  const [least, most] = [Math.min(...counts), Math.max(...counts)]
  if (least === 0 || most / least < 4) return []
  return [
    {
      kind: 'imbalance',
      severity: most / least >= 10 ? 'warning' : 'info',
      column: target.name,
      evidence: { largest: most, smallest: least, share: most / target.codes.length },
      message: `Classes are uneven: ${String(most)} rows against ${String(least)}. Always guessing the largest is right in ${((100 * most) / target.codes.length).toFixed(1)}%.`,
      fix: 'Compare with that figure, look at balanced accuracy, or weigh the classes (classWeight: balanced).',
    },
  ]
}
