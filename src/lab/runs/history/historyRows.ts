import type { HistoryRow } from '../../../contract/history.ts'
import type { RunStatus } from '../../../contract/runs.ts'
import { primaryMetric } from '../../../core/metrics/primaryMetric.ts'
import type { MetricDocument, NestedDocument } from '../../../core/run/runDocument.ts'
import type { Workspace } from '../../workspace/workspace.ts'
import { shownStatus } from '../store/shownStatus.ts'
import { statusSql } from '../store/statusSql.ts'

/** Of a row of the history what is stored otherwise than it is shown. */
type Retold =
  | 'id'
  | 'datasetId'
  | 'place'
  | 'hyperparameters'
  | 'primaryMetric'
  | 'positiveClass'
  | 'metrics'
  | 'tags'
  | 'isStarred'
  | 'nested'

interface StoredHistoryRow extends Omit<HistoryRow, Retold> {
  readonly datasetId: string | null
  readonly place: string | null
  readonly hyperparameters: string
  readonly metrics: string
  readonly tags: string
  readonly isStarred: number
  readonly nested: string | null
  /** The score the experiment names to rank by, if any. */
  readonly rankedBy: string | null
  /** The class that scores of a binary task are about. */
  readonly positiveClass: string | null
}

const SELECT = `
SELECT r.id AS runId, r.name AS runName, c.position AS candidate, c.name, c.model,
  (SELECT count(*) FROM candidates s WHERE s.run = c.run AND s.model = c.model) AS sweepSize,
  json(c.hyperparameters) AS hyperparameters, r.datasetId, r.datasetName, r.task, ${statusSql('r')} AS status, json_extract(r.job, '$.place') AS place, r.startedAt, c.seconds,
  c.fits, c.failed, c.planned, c.parameters, c.metrics, r.note,
  (SELECT json_group_array(tag ORDER BY tag) FROM tags WHERE tags.run = r.id) AS tags, r.isStarred, r.nested,
  json_extract(r.settings, '$.rankedBy') AS rankedBy,
  CASE r.task WHEN 'binary' THEN coalesce(
    json_extract(r.context, '$.experiment.positiveClass'), json_extract(r.context, '$.dataset.classes[1]')) END AS positiveClass
FROM json_each(?) wanted CROSS JOIN candidates c ON c.id = wanted.value JOIN runs r ON r.id = c.run
ORDER BY wanted.key`

/** Rows of the history by the ids of candidates' rows, in the order given. */
export function historyRowsOf(workspace: Workspace, ids: readonly number[]): HistoryRow[] {
  return workspace.database
    .all<StoredHistoryRow>(SELECT, [JSON.stringify(ids)])
    .map((row) => historyRow(row, shownStatus(workspace, row.runId, row.status)))
}

function historyRow(row: StoredHistoryRow, status: RunStatus): HistoryRow {
  const { datasetId, place, nested, rankedBy, positiveClass, ...rest } = row
  return {
    ...rest,
    id: `${row.runId}/${String(row.candidate)}`,
    status,
    hyperparameters: JSON.parse(row.hyperparameters) as HistoryRow['hyperparameters'],
    primaryMetric: rankedBy ?? primaryMetric(row.task).name,
    ...(positiveClass !== null && { positiveClass }),
    metrics: JSON.parse(row.metrics) as Record<string, MetricDocument>,
    tags: JSON.parse(row.tags) as string[],
    isStarred: row.isStarred === 1,
    ...(datasetId !== null && { datasetId }),
    ...(place !== null && { place }),
    ...(nested !== null && { nested: (JSON.parse(nested) as NestedDocument).metrics }),
  }
}
