import type { CandidateDiagnosis, DiagnosisRequest } from '../../contract/diagnostics.ts'
import type { CheckFinding } from '../../core/diagnostics/checks/check.ts'
import { runChecks } from '../../core/diagnostics/checks/checkTable.ts'
import { DEFAULT_SETTINGS, diagnose } from '../../core/diagnostics/diagnose.ts'
import type { DiagnosisSettings } from '../../core/diagnostics/diagnostic.ts'
import { explainedFits } from '../../core/diagnostics/explainedFits.ts'
import { permutationImportance } from '../../core/diagnostics/permutationImportance.ts'
import type { CandidateSource } from './candidateSource.ts'
import type { LoadedCandidate } from './loadedCandidate.ts'

/** Everything that can be said of a candidate, at its stored threshold unless another is asked for. */
export function diagnoseCandidate(
  source: CandidateSource,
  loaded: LoadedCandidate,
  request: Omit<DiagnosisRequest, 'candidates'>,
): CandidateDiagnosis {
  const { id, runId, runName, name, task, target, datasetId, storedThreshold } = source
  const { heldOut, table, fits, facts } = loaded
  const settings = settingsOf(source, request)
  const isBinary = task === 'binary'
  return {
    id,
    runId,
    runName,
    name,
    task,
    target,
    ...(datasetId !== undefined && { datasetId }),
    classes: heldOut.classes,
    rows: table.rows,
    ...(isBinary && { threshold: settings.threshold, positiveClass: heldOut.classes[1] }),
    ...(storedThreshold && { storedThreshold }),
    checks: request.ids ? [] : checksOf(loaded),
    ...diagnose({ heldOut, settings, table, fits, ...(facts && { ranking: facts.ranking }) }, request.ids),
  }
}

/** What the checks find about a candidate; nothing where its run is not known. */
export function checksOf({ heldOut, table, fits, facts }: LoadedCandidate): readonly CheckFinding[] {
  if (!facts) return []
  const candidate = facts.siblings[facts.position]
  const importance = permutationImportance(explainedFits({ fits }))
  return runChecks({
    ...facts,
    task: heldOut.task,
    classes: heldOut.classes,
    candidate,
    fits,
    heldOut,
    table,
    ...(importance && { importance }),
  })
}

/** What a request says, else what is stored, else the usual. */
export function settingsOf(
  { storedThreshold }: Pick<CandidateSource, 'storedThreshold'>,
  { threshold, costs, binning, bins, feature }: Omit<DiagnosisRequest, 'candidates' | 'ids'>,
): DiagnosisSettings {
  return {
    threshold: threshold ?? storedThreshold?.threshold ?? DEFAULT_SETTINGS.threshold,
    costs: costs ?? DEFAULT_SETTINGS.costs,
    binning: binning ?? DEFAULT_SETTINGS.binning,
    bins: bins ?? DEFAULT_SETTINGS.bins,
    ...(feature !== undefined && { feature }),
  }
}
