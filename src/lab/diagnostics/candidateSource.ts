import { setImmediate as nextTurn } from 'node:timers/promises'
import type { StoredThreshold } from '../../contract/diagnostics.ts'
import type { Task } from '../../core/dataset/table.ts'
import { candidateFacts } from './candidateFacts.ts'
import type { CandidateFacts } from './candidateFacts.ts'
import { candidateRefs } from '../runs/store/candidateRef.ts'
import { NO_OUTER_FOLD } from '../runs/store/runRows.ts'
import type { StoredTableFile } from '../workspace/storedTableFile.ts'
import { tablePath } from '../workspace/workspacePaths.ts'
import type { Workspace } from '../workspace/workspace.ts'

/** What is stored of one fit. */
export interface SourceFit {
  readonly repeat: number
  readonly fold: number
  readonly status: 'finished' | 'diverged'
  readonly epochs: number
  readonly bestEpoch: number | null
  /** JSON. */
  readonly scores: string | null
  readonly preparation: string
  readonly history?: Uint8Array
  /** Absent where it diverged. */
  readonly predictions?: Uint8Array
  /** JSON; absent where nothing but scores was kept. */
  readonly diagnostics?: string
}

/** What is stored of a candidate, as it can be sent to a thread: blobs are decoded there. */
export interface CandidateSource extends StoredTableFile {
  /** `run/index`. */
  readonly id: string
  /** Changes whenever a fit is added: what is decoded under another key is out of date. */
  readonly key: string
  readonly runId: string
  readonly runName: string
  readonly name: string
  readonly task: Task
  readonly target: string
  /** As the run's experiment has it; absent in runs of earlier versions. */
  readonly positiveClass?: string
  readonly datasetId?: string
  readonly storedThreshold?: StoredThreshold
  /** Fits on the outermost splits; none where they are known under the key. */
  readonly fits: readonly SourceFit[]
  /** Of the run; absent where it is known under the key. */
  readonly facts?: CandidateFacts
}

interface FitHead extends Omit<SourceFit, 'history' | 'predictions' | 'diagnostics'> {
  readonly id: number
}

interface FitValues {
  readonly history: Uint8Array
  readonly predictions: Uint8Array | null
  readonly diagnostics: string | null
}

interface HeadRow {
  readonly runId: string
  readonly runName: string
  readonly name: string
  readonly task: Task
  readonly target: string
  readonly positiveClass: string | null
  readonly datasetId: string | null
  readonly tableHash: string
  readonly threshold: string | null
}

const HEAD = `SELECT r.id AS runId, r.name AS runName, c.name, r.task, r.datasetId, r.tableHash, c.threshold,
    json_extract(r.context, '$.dataset.target') AS target,
    json_extract(r.context, '$.experiment.positiveClass') AS positiveClass
  FROM candidates c JOIN runs r ON r.id = c.run WHERE c.id = ?`
const FITS = `SELECT id, repeat, fold, status, epochs, bestEpoch, scores, preparation FROM fits WHERE candidate = ? AND outerFold = ? ORDER BY repeat, fold`
/** Size of what is known of the models of a candidate's folds: it grows when more becomes known. */
const KNOWN = `SELECT coalesce(sum(length(diagnostics)), 0) AS size FROM fitValues JOIN fits ON fits.id = fit WHERE candidate = ?`

/**
 * Reads what is stored of a candidate, `RUN/INDEX`; predictions only where `isKnown` does not say that they are at hand.
 * @throws HoldoutError `workspace/no-such-candidate`
 */
export async function candidateSource(
  workspace: Workspace,
  id: string,
  isKnown: (key: string) => boolean = () => false,
): Promise<CandidateSource> {
  const { database, paths } = workspace
  const [{ rowId, runId, position }] = candidateRefs(workspace, [id])
  const head = database.all<HeadRow>(HEAD, [rowId])[0]
  const fits = database.all<FitHead>(FITS, [rowId, NO_OUTER_FOLD])
  const known = database.get<{ readonly size: number }>(KNOWN, [rowId])?.size ?? 0
  const key = `${id} ${String(fits.length)} ${String(fits.at(-1)?.id ?? 0)} ${String(known)}`
  const { datasetId, threshold, positiveClass, ...rest } = head
  const isFresh = !isKnown(key)
  const read = isFresh ? await withBlobs(database, fits) : []
  return {
    id,
    key,
    ...rest,
    ...(datasetId !== null && { datasetId }),
    ...(positiveClass !== null && { positiveClass }),
    ...(threshold !== null && { storedThreshold: JSON.parse(threshold) as StoredThreshold }),
    tableFile: tablePath(paths, head.tableHash),
    fits: read,
    ...(isFresh && { facts: candidateFacts(workspace, runId, position) }),
  }
}

async function withBlobs(database: Workspace['database'], fits: readonly FitHead[]): Promise<CandidateSource['fits']> {
  const read: SourceFit[] = []
  for (const { id, ...head } of fits) {
    const values = database.get<FitValues>('SELECT history, predictions, diagnostics FROM fitValues WHERE fit = ?', [
      id,
    ])
    read.push({
      ...head,
      ...(values && { history: values.history }),
      ...(values?.predictions && { predictions: values.predictions }),
      ...(typeof values?.diagnostics === 'string' && { diagnostics: values.diagnostics }),
    })
    // A blob of a large fold takes a millisecond: others have their turn.
    if (values?.predictions && values.predictions.length > 1 << 18) await nextTurn()
  }
  return read
}
