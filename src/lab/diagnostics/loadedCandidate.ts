import type { Table } from '../../core/dataset/table.ts'
import { aboutClass } from '../../core/diagnostics/aboutClass.ts'
import type { FitExplanation } from '../../core/diagnostics/explanation.ts'
import { heldOutOf } from '../../core/diagnostics/heldOut.ts'
import type { HeldOut } from '../../core/diagnostics/heldOut.ts'
import { encodeTarget } from '../../core/preprocessing/encodeTarget.ts'
import { decodeArrays, decodeColumns } from '../runs/store/columnBlob.ts'
import type { CheckedFit } from '../../core/diagnostics/checks/checkedFit.ts'
import type { Scores } from '../../core/metrics/scores.ts'
import type { FoldPreparation } from '../../core/run/runEvent.ts'
import type { CandidateFacts } from './candidateFacts.ts'
import type { CandidateSource, SourceFit } from './candidateSource.ts'

/** A candidate's predictions joined to the table it was trained on. */
export interface LoadedCandidate {
  readonly heldOut: HeldOut
  readonly table: Table
  readonly fits: readonly CheckedFit[]
  readonly facts?: CandidateFacts
}

/**
 * Decodes what is stored of a candidate.
 * @throws HoldoutError `workspace/no-table`, `workspace/damaged`
 */
export function loadCandidate({ task, positiveClass, fits, facts }: CandidateSource, table: Table): LoadedCandidate {
  const { classes, labels, values } = encodeTarget(table, task)
  const truth = labels ?? values ?? []
  const stored = fits.map(({ repeat, fold, predictions }) => {
    if (!predictions) return { repeat, fold }
    const { rows, values: predicted } = decodeArrays(predictions)
    return { repeat, fold, predictions: { rows, values: predicted } }
  })
  const heldOut = aboutClass(heldOutOf({ task, classes, truth }, stored), positiveClass)
  return { heldOut, table, fits: fits.map(checkedFit), ...(facts && { facts }) }
}

function checkedFit(fit: SourceFit): CheckedFit {
  const { repeat, fold, status, epochs, bestEpoch, scores, preparation, history, diagnostics } = fit
  const { trainRows, testRows } = JSON.parse(preparation) as FoldPreparation
  return {
    repeat,
    fold,
    isDiverged: status === 'diverged',
    scores: JSON.parse(scores ?? '{}') as Scores,
    history: history ? decodeColumns(history) : {},
    epochs,
    ...(bestEpoch !== null && { bestEpoch }),
    trainRows,
    testRows,
    ...(diagnostics !== undefined && { explanation: JSON.parse(diagnostics) as FitExplanation }),
  }
}
