import type { Scores } from '../../core/metrics/scores.ts'
import { REFERENCE_KINDS } from '../../core/references/referenceKind.ts'
import type { ReferenceKind } from '../../core/references/referenceKind.ts'
import type { ReferenceEvent } from '../../core/run/applyReferenceEvent.ts'
import type { ReferenceEnd, ReferenceFit, RunEvent } from '../../core/run/runEvent.ts'
import { encodePredictions, predictionsIn } from '../runs/store/predictionColumns.ts'
import type { Workspace } from '../workspace/workspace.ts'

type Database = Workspace['database']

interface ReferenceRow {
  readonly id: number
  readonly kind: ReferenceKind
  readonly ended: string | null
  readonly seconds: number
}

interface ReferenceFitRow {
  readonly repeat: number
  readonly fold: number
  readonly trainRows: number
  readonly testRows: number
  readonly seconds: number
  readonly scores: string
  readonly predictions?: Uint8Array
}

/** Writes what an event says of the reference models of a run. Inside a transaction. */
export function writeReferenceEvent(database: Database, runId: string, event: ReferenceEvent): void {
  switch (event.kind) {
    case 'referencesPlanned':
      for (const kind of event.references) plan(database, runId, kind)
      return
    case 'referenceEnded':
      writeEnd(database, runId, event)
      return
    case 'referenceStarted':
  }
}

/** What has not finished is to be fitted anew. */
function plan(database: Database, runId: string, kind: ReferenceKind): void {
  database.run('INSERT INTO runReferences (run, kind) VALUES (?, ?) ON CONFLICT DO NOTHING', [runId, kind])
  database.run(
    `UPDATE runReferences SET ended = NULL WHERE run = ? AND kind = ? AND ended IS NOT NULL AND ended ->> '$.kind' <> 'finished'`,
    [runId, kind],
  )
}

function writeEnd(
  database: Database,
  runId: string,
  { reference, end, fits, seconds }: Extract<RunEvent, { kind: 'referenceEnded' }>,
): void {
  const row = database.get<ReferenceRow>('SELECT * FROM runReferences WHERE run = ? AND kind = ?', [runId, reference])
  if (!row || endOf(row)?.kind === 'finished') return
  database.run('UPDATE runReferences SET ended = ?, seconds = ? WHERE id = ?', [JSON.stringify(end), seconds, row.id])
  for (const fit of fits) {
    database.run(
      `INSERT INTO referenceFits (reference, repeat, fold, trainRows, testRows, seconds, scores, predictions)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      [
        row.id,
        fit.repeat,
        fit.fold,
        fit.trainRows,
        fit.testRows,
        fit.seconds,
        JSON.stringify(fit.scores),
        encodePredictions(fit.predictions),
      ],
    )
  }
}

/**
 * The events that brought the reference models of a stored run as far as they are.
 * @param wanted values with the fits, and whether predictions are among them; they are checked all the same
 */
export function referenceEventsOf(
  database: Database,
  runId: string,
  wanted: { readonly values: boolean; readonly predictions?: boolean },
): readonly RunEvent[] {
  const rows = database.all<ReferenceRow>('SELECT id, kind, ended, seconds FROM runReferences WHERE run = ?', [runId])
  if (rows.length === 0) return []
  const inOrder = rows.sort((a, b) => REFERENCE_KINDS.indexOf(a.kind) - REFERENCE_KINDS.indexOf(b.kind))
  const ends = inOrder.flatMap((row): RunEvent[] => {
    const end = endOf(row)
    if (!end) return []
    const { kind: reference, seconds } = row
    return [{ kind: 'referenceEnded', reference, end, fits: fitsOf(database, row.id, wanted), seconds, atMs: 0 }]
  })
  return [{ kind: 'referencesPlanned', references: inOrder.map(({ kind }) => kind), atMs: 0 }, ...ends]
}

function fitsOf(
  database: Database,
  reference: number,
  { values, predictions: areWanted = true }: Parameters<typeof referenceEventsOf>[2],
): readonly ReferenceFit[] {
  const columns = `repeat, fold, trainRows, testRows, seconds, scores${values ? ', predictions' : ''}`
  return database
    .all<ReferenceFitRow>(`SELECT ${columns} FROM referenceFits WHERE reference = ? ORDER BY repeat, fold`, [reference])
    .map(({ scores, predictions, ...rest }) => ({
      ...rest,
      scores: JSON.parse(scores) as Scores,
      predictions: predictionsIn(predictions, areWanted),
    }))
}

function endOf({ ended }: ReferenceRow): ReferenceEnd | undefined {
  return ended === null ? undefined : (JSON.parse(ended) as ReferenceEnd)
}
