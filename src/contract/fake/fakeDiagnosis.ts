import { DEFAULT_SETTINGS, diagnose } from '../../core/diagnostics/diagnose.ts'
import { diagnosticRows } from '../../core/diagnostics/diagnosticRows.ts'
import { heldOutOf } from '../../core/diagnostics/heldOut.ts'
import type { HeldOut } from '../../core/diagnostics/heldOut.ts'
import type { CandidateDiagnosis, DiagnosisRequest, DiagnosticRowPage, DiagnosticRowsRequest } from '../diagnostics.ts'

const ROWS = 208
const FOLDS = 10
const MINES = 111

/** Made-up predictions of Sonar's rows that look like those of a model; real diagnostics of them. */
export function fakeDiagnosis(
  id: string,
  name: string,
  request: Omit<DiagnosisRequest, 'candidates'>,
): CandidateDiagnosis {
  const { threshold = DEFAULT_SETTINGS.threshold, ids, ...rest } = request
  const heldOut = madeUp(id)
  return {
    id,
    runId: id.split('/')[0],
    runName: 'Dropout on Sonar',
    name,
    task: 'binary',
    classes: heldOut.classes,
    positiveClass: heldOut.classes[1],
    target: 'label',
    rows: ROWS,
    threshold,
    checks: [],
    ...diagnose({ heldOut, settings: { ...DEFAULT_SETTINGS, ...rest, threshold } }, ids),
  }
}

/** Rows of {@link fakeDiagnosis}. */
export function fakeDiagnosticRows({
  candidate,
  request,
  threshold = 0.5,
  from = 0,
}: DiagnosticRowsRequest): DiagnosticRowPage {
  const all = diagnosticRows(madeUp(candidate), threshold, request)
  const rows = all.slice(from)
  return {
    total: all.length,
    from,
    rows,
    columns: [{ name: 'x1', kind: 'number' }],
    cells: rows.map(({ row }) => [row / ROWS]),
  }
}

function madeUp(id: string): HeldOut {
  const shift = id.length + Number(id.split('/')[1] ?? 0)
  const truth = Array.from({ length: ROWS }, (_, row) => (row < MINES ? 0 : 1))
  const values = truth.map((label, row) => {
    const noise = Math.sin(12.9898 * (row + shift)) * 43758.5453
    return 1 / (1 + Math.exp(-4 * (label - 0.5) - 6 * (noise - Math.floor(noise) - 0.5)))
  })
  const folds = Array.from({ length: FOLDS }, (_, fold) => {
    const rows = truth.flatMap((_label, row) => (row % FOLDS === fold ? [row] : []))
    return { repeat: 0, fold, predictions: { rows, values: rows.map((row) => values[row]) } }
  })
  return heldOutOf({ task: 'binary', classes: ['M', 'R'], truth }, folds)
}
