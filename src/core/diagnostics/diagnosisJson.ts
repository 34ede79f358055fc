import type { Task } from '../dataset/table.ts'
import type { CheckFinding } from './checks/check.ts'
import type { Diagnosis } from './diagnose.ts'
import { visitResults } from './diagnosticsById.ts'

/** Which candidate a diagnosis is of. */
export interface DiagnosedCandidate {
  readonly run: string
  readonly candidate: string
  /** Place of the candidate in its run, from 1. */
  readonly number: number
  readonly task: Task
  /** Of a binary task. */
  readonly threshold: number | null
  /** The class that the threshold is about. */
  readonly positiveClass: string | null
}

/** The document of `holdout diagnose --json`: what does not apply is absent, no number is NaN or infinite. */
export function diagnosisJson(
  candidate: DiagnosedCandidate,
  diagnosis: Diagnosis,
  checks: readonly CheckFinding[] = [],
): Record<string, unknown> {
  const { results, unavailable, missing, fits, repeats } = diagnosis
  return {
    ...candidate,
    fits,
    repeats,
    missingFits: missing.map(({ repeat, fold, reason }) => ({ repeat: repeat + 1, fold: fold + 1, reason })),
    diagnostics: Object.fromEntries(
      visitResults(results, (row, result) => (row.json ? [[row.id, row.json(result)] as const] : [])).flat(),
    ),
    unavailable,
    checks: checks.filter(({ silenced }) => !silenced).map(({ action: _, ...finding }) => finding),
    silencedChecks: checks.filter(({ silenced }) => silenced).map(({ code }) => code),
  }
}
