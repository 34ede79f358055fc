import type { CandidateDiagnosis, DiagnosisWish } from '../../contract/diagnostics.ts'
import { DEFAULT_SETTINGS, diagnose } from '../../core/diagnostics/diagnose.ts'
import type { DiagnosisSettings } from '../../core/diagnostics/diagnostic.ts'
import type { CandidateSource } from './candidateSource.ts'
import type { LoadedCandidate } from './loadedCandidate.ts'

/** Everything that can be said of a candidate, at its stored threshold unless another is asked for. */
export function diagnoseCandidate(
  source: CandidateSource,
  { heldOut, table }: LoadedCandidate,
  wish: Omit<DiagnosisWish, 'candidates'>,
): CandidateDiagnosis {
  const { id, runId, runName, name, task, target, datasetId, storedThreshold } = source
  const settings = settingsOf(source, wish)
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
    ...diagnose({ heldOut, settings, table }, wish.ids),
  }
}

/** What a wish says, else what is stored, else the usual. */
export function settingsOf(
  { storedThreshold }: Pick<CandidateSource, 'storedThreshold'>,
  { threshold, costs, binning, bins }: Omit<DiagnosisWish, 'candidates' | 'ids'>,
): DiagnosisSettings {
  return {
    threshold: threshold ?? storedThreshold?.threshold ?? DEFAULT_SETTINGS.threshold,
    costs: costs ?? DEFAULT_SETTINGS.costs,
    binning: binning ?? DEFAULT_SETTINGS.binning,
    bins: bins ?? DEFAULT_SETTINGS.bins,
  }
}
