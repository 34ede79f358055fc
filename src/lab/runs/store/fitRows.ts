import type { FitDiverged, FitKey, FoldPreparation, RunEvent } from '../../../core/run/runEvent.ts'
import { joinExplanations } from '../../../core/diagnostics/explanation.ts'
import type { FitExplanation } from '../../../core/diagnostics/explanation.ts'
import type { Scores } from '../../../core/metrics/scores.ts'
import type { Workspace } from '../../workspace/workspace.ts'
import { decodeColumns, encodeColumns } from './columnBlob.ts'
import { encodePredictions, predictionsIn } from './predictionColumns.ts'
import { NO_OUTER_FOLD } from './runRows.ts'
import type { FitRow } from './runRows.ts'

/** The event that brings a fit's end. */
export type FitEnd = Extract<RunEvent, { kind: 'fitFinished' | 'fitDiverged' }>

export interface NewFit {
  /** Id of the candidate's row. */
  readonly candidate: number
  readonly end: FitEnd
  readonly identity: string
  /** The run it was taken from instead of being trained. */
  readonly reusedFrom?: string
}

/** Keeps a fit and its values; one that is there already stays as it is. Inside a transaction. */
export function insertFit(database: Workspace['database'], { candidate, end, identity, reusedFrom }: NewFit): void {
  const { repeat, fold, outer = NO_OUTER_FOLD } = end.fit
  const place = { candidate, repeat, fold, outerFold: outer }
  const known = database.get(
    'SELECT id FROM fits WHERE candidate = :candidate AND repeat = :repeat AND fold = :fold AND outerFold = :outerFold',
    place,
  )
  if (known) return
  const id = database.run(
    `INSERT INTO fits (candidate, repeat, fold, outerFold, status, epochs, bestEpoch, steps, seconds, identity, reusedFrom,
       scores, diverged, preparation)
     VALUES (:candidate, :repeat, :fold, :outerFold, :status, :epochs, :bestEpoch, :steps, :seconds, :identity, :reusedFrom,
       :scores, :diverged, :preparation)`,
    { ...place, ...valuesOf(end), steps: end.steps, seconds: end.seconds, identity, reusedFrom: reusedFrom ?? null },
  )
  const explanation = end.kind === 'fitFinished' ? end.explanation : undefined
  database.run('INSERT INTO fitValues (fit, history, predictions, diagnostics) VALUES (?, ?, ?, ?)', [
    id,
    encodeColumns(end.history),
    end.kind === 'fitFinished' ? encodePredictions(end.predictions) : null,
    explanation ? JSON.stringify(explanation) : null,
  ])
}

/** Adds what became known of a stored fit later. Inside a transaction. */
export function explainStoredFit(
  database: Workspace['database'],
  candidate: number,
  { fit, explanation }: Pick<Extract<RunEvent, { kind: 'fitExplained' }>, 'fit' | 'explanation'>,
): void {
  const row = database.get<{ readonly fit: number; readonly diagnostics: string | null }>(
    `SELECT fitValues.fit, diagnostics FROM fitValues JOIN fits ON fits.id = fitValues.fit
     WHERE candidate = ? AND repeat = ? AND fold = ? AND outerFold = ?`,
    [candidate, fit.repeat, fit.fold, fit.outer ?? NO_OUTER_FOLD],
  )
  if (!row) return
  const known = row.diagnostics === null ? undefined : (JSON.parse(row.diagnostics) as FitExplanation)
  const joined = JSON.stringify(joinExplanations(known, explanation))
  database.run('UPDATE fitValues SET diagnostics = ? WHERE fit = ?', [joined, row.fit])
}

function valuesOf(end: FitEnd): Record<string, string | number | null> {
  const preparation = JSON.stringify(end.preparation)
  if (end.kind === 'fitDiverged') {
    const { diverged } = end
    return {
      status: 'diverged',
      epochs: diverged.epoch,
      bestEpoch: null,
      scores: null,
      diverged: JSON.stringify(diverged),
      preparation,
    }
  }
  const { epochs, bestEpoch = null, scores } = end
  return { status: 'finished', epochs, bestEpoch, scores: JSON.stringify(scores), diverged: null, preparation }
}

const FIT_COLUMNS = `fits.id, candidates.position, fits.repeat, fits.fold, fits.outerFold, fits.status, fits.epochs,
  fits.bestEpoch, fits.steps, fits.seconds, fits.identity, fits.reusedFrom, fits.scores, fits.diverged, fits.preparation`

/** Fits of a run in the order in which they ended, without their values. */
export function fitRowsOf(database: Workspace['database'], runId: string): FitRow[] {
  return database.all<FitRow>(
    `SELECT ${FIT_COLUMNS} FROM fits JOIN candidates ON candidates.id = fits.candidate WHERE candidates.run = ? ORDER BY fits.id`,
    [runId],
  )
}

/** A fit with its values. */
export function withValues(database: Workspace['database'], row: FitRow): FitRow {
  const values = database.get<Required<Pick<FitRow, 'history' | 'predictions' | 'diagnostics'>>>(
    'SELECT history, predictions, diagnostics FROM fitValues WHERE fit = ?',
    [row.id],
  )
  return { ...row, ...values }
}

/** Which fit a row is. */
export function keyOfRow({ position, repeat, fold, outerFold }: FitRow): FitKey {
  return { candidate: position, repeat, fold, ...(outerFold !== NO_OUTER_FOLD && { outer: outerFold }) }
}

/**
 * The event that brought this fit. Without values it has neither history nor predictions.
 * @param predictions whether they are wanted
 * @throws HoldoutError `workspace/damaged` where values are not what was written
 */
export function fitEndOf(row: FitRow, { predictions = true } = {}): FitEnd {
  const { epochs, bestEpoch, steps, seconds } = row
  const common = {
    fit: keyOfRow(row),
    history: row.history ? decodeColumns(row.history) : {},
    preparation: JSON.parse(row.preparation) as FoldPreparation,
    steps,
    seconds,
    atMs: 0,
  }
  if (row.status === 'diverged')
    return { kind: 'fitDiverged', ...common, diverged: JSON.parse(row.diverged ?? '{}') as FitDiverged }
  return {
    kind: 'fitFinished',
    ...common,
    scores: JSON.parse(row.scores ?? '{}') as Scores,
    predictions: predictionsIn(row.predictions, predictions),
    epochs,
    ...(bestEpoch !== null && { bestEpoch }),
    ...(typeof row.diagnostics === 'string' && { explanation: JSON.parse(row.diagnostics) as FitExplanation }),
  }
}
