import type { Candidate } from '../model/modelSpec.ts'
import { metricDocuments } from './metricDocument.ts'
import { scoredFolds } from './scoredFolds.ts'
import type { FitDocument, ModelDocument } from './runDocument.ts'
import { historyOf, isDone } from './runState.ts'
import type { CandidateState, FitState } from './runState.ts'

/** What a run found out about one candidate. Fits that have not come to an end are left out. */
export function modelDocument(
  candidate: Candidate,
  state: CandidateState,
  parameters: number,
  histories: boolean,
): ModelDocument {
  const fits = [...state.fits.values()].filter(isDone).sort(byPlace)
  const fitResults = fits.map((fit) => fitDocument(fit, histories))
  const planned = Math.max(state.plannedFits, fits.length)
  const { scored, planned: folds } = scoredFolds({ fitResults, fits: fits.length, planned })
  return {
    name: candidate.name,
    model: candidate.model,
    hyperparameters: candidate.hyperparameters,
    parameters,
    fits: fits.length,
    failed: state.divergedFits,
    planned,
    folds: { scored, planned: folds },
    steps: fits.reduce((sum, { steps }) => sum + steps, 0),
    seconds: fits.reduce((sum, { seconds }) => sum + seconds, 0),
    metrics: metricDocuments(fits.filter(isOutermost)),
    fitResults,
  }
}

function fitDocument(fit: FitState, histories: boolean): FitDocument {
  const { key, status, epoch, bestEpoch, steps, seconds, scores, diverged, preparation } = fit
  return {
    repeat: key.repeat,
    fold: key.fold,
    ...(key.outer !== undefined && { outer: key.outer }),
    status: status === 'finished' ? 'finished' : 'diverged',
    epochs: epoch,
    ...(bestEpoch !== undefined && { bestEpoch }),
    steps,
    seconds,
    ...(scores && { scores }),
    ...(diverged && { diverged }),
    ...(preparation && { preparation }),
    ...(histories && { history: historyOf(fit) }),
  }
}

function isOutermost({ key }: FitState): boolean {
  return key.outer === undefined
}

/** Outer folds first, then inner ones, each by repeat and fold. */
function byPlace({ key: a }: FitState, { key: b }: FitState): number {
  return (a.outer ?? -1) - (b.outer ?? -1) || a.repeat - b.repeat || a.fold - b.fold
}
