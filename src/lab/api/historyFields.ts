import type { HistoryFieldInfo } from '../../contract/history.ts'
import type { Workspace } from '../workspace/workspace.ts'
import { statusSql } from '../runs/store/statusSql.ts'

const FROM = 'FROM candidates c JOIN runs r ON r.id = c.run'
const MOST_VALUES = 100

/** Text columns with few values. */
const TEXTS: readonly (readonly [field: string, sql: string])[] = [
  ['name', 'c.name'],
  ['model', 'c.model'],
  ['runName', 'r.name'],
  ['dataset', 'r.datasetName'],
  ['task', 'r.task'],
  ['status', statusSql('r')],
]

const NUMBERS: readonly (readonly [field: string, sql: string])[] = [
  ['fits', 'c.fits'],
  ['failed', 'c.failed'],
  ['parameters', 'c.parameters'],
  ['seconds', 'c.seconds'],
  ['seed', 'r.seed'],
  ['folds', `json_extract(r.settings, '$.folds')`],
  ['repeats', `json_extract(r.settings, '$.repeats')`],
]

/** What the history can be filtered on, with the values and ranges that occur. */
export function historyFields(workspace: Workspace): readonly HistoryFieldInfo[] {
  return [
    ...TEXTS.map(([field, sql]): HistoryFieldInfo => ({ field, kind: 'text', values: valuesOf(workspace, sql) })),
    { field: 'tag', kind: 'text', values: tags(workspace) },
    { field: 'note', kind: 'text' },
    { field: 'isStarred', kind: 'boolean' },
    { field: 'startedAt', kind: 'time' },
    ...NUMBERS.map(([field, sql]): HistoryFieldInfo => ({ field, kind: 'number', ...rangeOf(workspace, sql) })),
    ...membersOf(workspace, 'metric', 'c.means'),
    ...membersOf(workspace, 'hyperparameter', 'c.hyperparameters'),
  ]
}

function valuesOf({ database }: Workspace, sql: string): readonly string[] {
  return database
    .all<{ value: string }>(
      `SELECT ${sql} AS value ${FROM} WHERE r.deletedAt IS NULL GROUP BY 1 ORDER BY count(*) DESC LIMIT ${MOST_VALUES}`,
    )
    .map(({ value }) => value)
}

function tags({ database }: Workspace): readonly string[] {
  return database
    .all<{ tag: string }>(`SELECT tag FROM tags GROUP BY tag ORDER BY count(*) DESC LIMIT ${MOST_VALUES}`)
    .map(({ tag }) => tag)
}

interface Range {
  readonly least: number | null
  readonly most: number | null
}

function rangeOf({ database }: Workspace, sql: string): Pick<HistoryFieldInfo, 'range'> {
  const found = database.get<Range>(
    `SELECT min(${sql}) AS least, max(${sql}) AS most ${FROM} WHERE r.deletedAt IS NULL`,
  )
  return inRange(found)
}

function inRange({ least, most }: Range = { least: null, most: null }): Pick<HistoryFieldInfo, 'range'> {
  return least === null || most === null ? {} : { range: [least, most] }
}

/** Names within a JSON column: numbers with their range, everything else with its values. */
function membersOf({ database }: Workspace, kind: string, column: string): readonly HistoryFieldInfo[] {
  const rows = database.all<Range & { readonly name: string; readonly values: string; readonly isNumber: number }>(
    `SELECT m.key AS name, min(m.value) AS least, max(m.value) AS most,
       min(m.type IN ('integer', 'real', 'null')) AS isNumber, json_group_array(DISTINCT m.value) AS "values"
     ${FROM}, json_each(${column}) m WHERE r.deletedAt IS NULL GROUP BY m.key ORDER BY m.key`,
  )
  return rows.map(({ name, isNumber, values, ...range }): HistoryFieldInfo => {
    const field = `${kind}.${name}`
    if (isNumber === 1) return { field, kind: 'number', ...inRange(range) }
    return { field, kind: 'text', values: (JSON.parse(values) as unknown[]).slice(0, MOST_VALUES).map(String) }
  })
}
