import type { Diagnostic, DiagnosisInput, DiagnosisSettings } from './diagnostic.ts'
import type { DiagnosticId, DiagnosticResults } from './diagnosticTable.ts'
import { DIAGNOSTIC_IDS, DIAGNOSTICS_BY_ID } from './diagnosticsById.ts'
import { DEFAULT_THRESHOLD } from './decision.ts'
import type { MissingFit } from './heldOut.ts'
import { EVEN_COSTS } from './thresholdRules.ts'

/** What could not be computed, and why; one sentence. */
export interface UnavailableDiagnostic {
  readonly id: DiagnosticId
  readonly reason: string
}

/** All diagnostics of one candidate that can be computed. */
export interface Diagnosis {
  readonly results: Partial<DiagnosticResults>
  readonly unavailable: readonly UnavailableDiagnostic[]
  /** Fits that no diagnostic of errors counts. */
  readonly missing: readonly MissingFit[]
  /** Fits with predictions, and repeats that have any. */
  readonly fits: number
  readonly repeats: number
}

/** What is chosen unless something else is. */
export const DEFAULT_SETTINGS: DiagnosisSettings = {
  threshold: DEFAULT_THRESHOLD,
  costs: EVEN_COSTS,
  binning: 'uniform',
  bins: 10,
}

/** Computes every diagnostic of the task, or those asked for. */
export function diagnose(given: DiagnosisInput, ids: readonly DiagnosticId[] = DIAGNOSTIC_IDS): Diagnosis {
  // What diagnostics count once for all of them is kept with these copies, and forgotten with them.
  const heldOut = { ...given.heldOut, fits: given.heldOut.fits.map((fit) => ({ ...fit })) }
  const input = { ...given, heldOut }
  const results: Partial<Record<DiagnosticId, unknown>> = {}
  const unavailable: UnavailableDiagnostic[] = []
  for (const id of ids) {
    const row = DIAGNOSTICS_BY_ID[id]
    if (!row.tasks.includes(heldOut.task)) continue
    const reason = whyNot(input) ?? computeInto(results, id, row, input)
    if (reason !== undefined) unavailable.push({ id, reason })
  }
  const { missing, fits, repeats } = heldOut
  return { results: results as Partial<DiagnosticResults>, unavailable, missing, fits: fits.length, repeats }
}

/** Computes one diagnostic; why not, where it cannot be. */
function computeInto(
  results: Partial<Record<DiagnosticId, unknown>>,
  id: DiagnosticId,
  row: Diagnostic,
  input: DiagnosisInput,
): string | undefined {
  const result = row.compute(input)
  if (result === undefined) return row.missing?.(input)
  results[id] = result
  return undefined
}

function whyNot({ heldOut: { fits, missing } }: DiagnosisInput): string | undefined {
  if (fits.some(({ rows }) => rows.length > 0)) return undefined
  if (missing.length === 0) return 'No fold has finished yet.'
  return `All ${String(missing.length)} finished folds diverged: there is no prediction to evaluate.`
}
