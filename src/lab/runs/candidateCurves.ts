import type { CandidateCurves } from '../../contract/history.ts'
import { mean, populationStd } from '../../core/statistics/descriptive.ts'
import type { Workspace } from '../workspace/workspace.ts'
import { candidateRefs } from './candidateRef.ts'
import { decodeColumns } from './columnBlob.ts'
import { NO_OUTER_FOLD } from './runRows.ts'

/** Points of a curve that is sent. */
const MOST_POINTS = 2000

export interface CurveWish {
  /** All that were measured unless given. */
  readonly metrics?: readonly string[]
  /** With each fold's own curve. */
  readonly folds?: boolean
}

/** Learning curves of candidates over their outermost folds, thinned. @param ids `RUN/POSITION` each. */
export function candidateCurves(
  workspace: Workspace,
  ids: readonly string[],
  { metrics, folds = false }: CurveWish = {},
): readonly CandidateCurves[] {
  return candidateRefs(workspace, ids).map(({ rowId }, index) => {
    const histories = historiesOf(workspace, rowId)
    const names = metrics ?? [...new Set(histories.flatMap((history) => Object.keys(history)))]
    const epochs = shownEpochs(Math.max(0, ...histories.map((history) => longest(history))))
    const pick = (name: string) => histories.map((history) => curveOf(history, name, epochs))
    const entries = names.map((name) => [name, pick(name)] as const)
    return {
      id: ids[index],
      name: nameOf(workspace, rowId),
      epochs,
      metrics: Object.fromEntries(entries.map(([name, curves]) => [name, overFolds(curves, epochs.length)])),
      ...(folds && { folds: Object.fromEntries(entries) }),
    }
  })
}

type StoredHistory = Readonly<Record<string, readonly number[]>>

function historiesOf({ database }: Workspace, candidate: number): readonly StoredHistory[] {
  const rows = database.all<{ history: Uint8Array }>(
    `SELECT history FROM fits JOIN fitValues ON fitValues.fit = fits.id
     WHERE candidate = ? AND outerFold = ? ORDER BY repeat, fold`,
    [candidate, NO_OUTER_FOLD],
  )
  return rows.map(({ history }) => decodeColumns(history))
}

function nameOf({ database }: Workspace, candidate: number): string {
  return database.get<{ name: string }>('SELECT name FROM candidates WHERE id = ?', [candidate])?.name ?? ''
}

function longest(history: StoredHistory): number {
  return Math.max(0, ...Object.values(history).map((values) => values.length))
}

/** Epochs from 1, evenly thinned; the last is always there. */
function shownEpochs(epochs: number): number[] {
  const stride = Math.ceil(epochs / (MOST_POINTS - 1)) || 1
  const shown = Array.from({ length: Math.ceil(epochs / stride) }, (_, index) => 1 + index * stride)
  if (epochs > 0 && shown.at(-1) !== epochs) shown.push(epochs)
  return shown
}

/** A fold's values at some epochs; a fold that ended earlier has a shorter curve. */
function curveOf(history: StoredHistory, name: string, epochs: readonly number[]): readonly number[] {
  const values = Object.hasOwn(history, name) ? history[name] : []
  return epochs.filter((epoch) => epoch <= values.length).map((epoch) => values[epoch - 1])
}

/** Over the folds that were still training. */
function overFolds(
  curves: readonly (readonly number[])[],
  points: number,
): { readonly mean: number[]; readonly std: number[] } {
  const at = Array.from({ length: points }, (_, point) =>
    curves.filter((curve) => curve.length > point).map((curve) => curve[point]),
  )
  return { mean: at.map((values) => mean(values)), std: at.map((values) => populationStd(values)) }
}
