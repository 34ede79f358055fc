import type { HistoryFieldInfo } from '../../contract/history.ts'
import type { Workspace } from '../workspace/workspace.ts'
import { fieldSql } from './historySql.ts'

/** Values that a menu can show. */
const MOST_VALUES = 100

type Kind = HistoryFieldInfo['kind']

const KINDS: Readonly<Record<string, Kind>> = {
  run: 'text',
  name: 'text',
  model: 'text',
  dataset: 'text',
  task: 'text',
  status: 'text',
  startedAt: 'time',
  seconds: 'number',
  fits: 'number',
  failed: 'number',
  parameters: 'number',
  folds: 'number',
  repeats: 'number',
  seed: 'number',
  note: 'text',
  isStarred: 'boolean',
}

/** Settings that most comparisons are about; any other can be named all the same. */
const SETTINGS = [
  'training.epochs',
  'training.batchSize',
  'training.optimizer.type',
  'training.optimizer.learningRate',
  'training.optimizer.momentum',
  'training.loss.type',
  'validation.strategy',
  'preprocessing.numeric.scale',
]

/** Everything that the history can be filtered and sorted by, with what occurs. */
export function historyFields(workspace: Workspace): readonly HistoryFieldInfo[] {
  const named = [
    ...Object.keys(KINDS),
    ...namesIn(workspace, 'means').map((name) => `metric.${name}`),
    ...namesIn(workspace, 'hyperparameters').map((name) => `hyperparameter.${name}`),
    ...SETTINGS.map((path) => `setting.${path}`),
  ]
  return [...named.map((field) => describeField(workspace, field)), tagField(workspace)]
}

function namesIn({ database }: Workspace, column: 'means' | 'hyperparameters'): string[] {
  return database
    .all<{ key: string }>(`SELECT DISTINCT key FROM candidates c, json_each(c.${column}) ORDER BY key`)
    .map(({ key }) => key)
}

const OF_LIVE_RUNS = 'FROM candidates c JOIN runs r ON r.id = c.run WHERE r.deletedAt IS NULL'

function describeField(workspace: Workspace, field: string): HistoryFieldInfo {
  const kind = Object.hasOwn(KINDS, field) ? KINDS[field] : kindOf(workspace, field)
  if (kind === 'number') {
    const range = rangeOf(workspace, field)
    return { field, kind, ...(range && { range }) }
  }
  return kind === 'text' ? { field, kind, values: valuesOf(workspace, field) } : { field, kind }
}

/** Numbers unless some value is a text. */
function kindOf({ database }: Workspace, field: string): Kind {
  const { sql, values } = fieldSql(field)
  const found = database.get<{ texts: number }>(
    `SELECT count(*) AS texts FROM (SELECT ${sql} AS value ${OF_LIVE_RUNS}) WHERE typeof(value) = 'text'`,
    values,
  )
  return found && found.texts > 0 ? 'text' : 'number'
}

function rangeOf({ database }: Workspace, field: string): readonly [number, number] | undefined {
  const { sql, values } = fieldSql(field)
  const found = database.get<{ least: number | null; most: number | null }>(
    `SELECT min(value) AS least, max(value) AS most FROM (SELECT ${sql} AS value ${OF_LIVE_RUNS})`,
    values,
  )
  return !found || found.least === null || found.most === null ? undefined : [found.least, found.most]
}

function valuesOf({ database }: Workspace, field: string): readonly string[] {
  const { sql, values } = fieldSql(field)
  const rows = database.all<{ value: string | number }>(
    `SELECT value FROM (SELECT ${sql} AS value ${OF_LIVE_RUNS}) WHERE value IS NOT NULL AND value <> ''
     GROUP BY value ORDER BY count(*) DESC, value LIMIT ${String(MOST_VALUES)}`,
    values,
  )
  return rows.map(({ value }) => String(value))
}

function tagField({ database }: Workspace): HistoryFieldInfo {
  const rows = database.all<{ tag: string }>(
    `SELECT tag FROM tags GROUP BY tag ORDER BY count(*) DESC, tag LIMIT ${String(MOST_VALUES)}`,
  )
  return { field: 'tag', kind: 'text', values: rows.map(({ tag }) => tag) }
}
