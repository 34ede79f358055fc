/** Fields, filters and sorting of the history as SQL over `candidates c JOIN runs r`. Values are always bound. */
import type { HistoryFilter, HistoryQuery, HistoryValue } from '../../../contract/history.ts'
import { HoldoutError } from '../../../core/errors.ts'
import { METRICS, WEIGHTED_METRICS } from '../../../core/metrics/metrics.ts'
import { primaryMetric } from '../../../core/metrics/primaryMetric.ts'
import { statusSql } from '../store/statusSql.ts'

/** A piece of SQL with its values, in order. */
export interface SqlPart {
  readonly sql: string
  readonly values: readonly (string | number | null)[]
}

/** Fields that are a column. */
const COLUMNS: Readonly<Record<string, string>> = {
  run: 'r.id',
  runName: 'r.name',
  name: 'c.name',
  model: 'c.model',
  dataset: 'r.datasetName',
  datasetId: 'r.datasetId',
  task: 'r.task',
  status: statusSql('r'),
  startedAt: 'r.startedAt',
  seconds: 'c.seconds',
  fits: 'c.fits',
  failed: 'c.failed',
  parameters: 'c.parameters',
  seed: 'r.seed',
  note: 'r.note',
  isStarred: 'r.isStarred',
  folds: `json_extract(r.settings, '$.folds')`,
  repeats: `json_extract(r.settings, '$.repeats')`,
}

/** A candidate whose every fold has a score: a mean over surviving folds neither sorts nor meets a condition. */
export const IS_WHOLE = '(c.failed = 0 AND c.fits >= c.planned)'

/** Settings that a run's candidates have in common; all others are the candidate's own. */
const RUN_SETTINGS = /^(validation|preprocessing)\b/
const SETTING_PATH = /^[A-Za-z_]\w*(\.[A-Za-z_]\w*|\[\d+\])*$/

/** Names of the fields that every candidate has. */
export const PLAIN_FIELDS: readonly string[] = Object.keys(COLUMNS)

/** The value of a field. @throws HoldoutError `usage/unknown-field`. */
export function fieldSql(field: string): SqlPart {
  if (Object.hasOwn(COLUMNS, field)) return { sql: COLUMNS[field], values: [] }
  const dot = field.indexOf('.')
  const [kind, name] = [field.slice(0, dot), field.slice(dot + 1)]
  if (kind === 'metric') {
    const { sql, values } = member('c.means', name)
    return { sql: `CASE WHEN ${IS_WHOLE} THEN ${sql} END`, values }
  }
  if (kind === 'hyperparameter') return member('c.hyperparameters', name)
  if (kind === 'setting' && SETTING_PATH.test(name)) {
    const source = RUN_SETTINGS.test(name) ? 'r.settings' : 'c.spec'
    return { sql: `json_extract(${source}, ?)`, values: [`$.${name}`] }
  }
  throw new HoldoutError('usage/unknown-field', `there is no field ${JSON.stringify(field)} in the history`, {
    hint: `Fields are ${PLAIN_FIELDS.join(', ')}, tag, metric.NAME, hyperparameter.NAME and setting.PATH.`,
  })
}

/** All conditions of a query, joined by AND. */
export function conditionSql({ filters = [], text, deleted = false }: HistoryQuery): SqlPart {
  const parts: SqlPart[] = [{ sql: deleted ? 'r.deletedAt IS NOT NULL' : 'r.deletedAt IS NULL', values: [] }]
  if (text !== undefined && text.trim() !== '') parts.push(textSql(text.trim()))
  parts.push(...filters.map(filterSql))
  return { sql: parts.map(({ sql }) => `(${sql})`).join(' AND '), values: parts.flatMap(({ values }) => values) }
}

/** Order of a query: the field asked for, what has no value last, then newest first; sweeps best first where that is asked for. */
export function orderSql({ sort, leading }: HistoryQuery): SqlPart {
  const best = leading === undefined ? undefined : sweepScoreSql(leading)
  const rest = `r.startedAt DESC, r.id DESC, ${best ? `${best.sql} DESC NULLS LAST, ` : ''}c.position`
  const bound = best?.values ?? []
  if (!sort) return { sql: rest, values: bound }
  const { sql, values } = fieldSql(sort.field)
  const direction = sort.direction === 'descending' ? 'DESC' : 'ASC'
  return { sql: `${sql} ${direction} NULLS LAST, ${rest}`, values: [...values, ...bound] }
}

const TASKS = ['binary', 'multiclass', 'regression'] as const
const RANKING = `coalesce(json_extract(r.settings, '$.rankedBy'), CASE r.task ${TASKS.map(
  (task) => `WHEN '${task}' THEN '${primaryMetric(task).name}'`,
).join(' ')} END)`
const LESS_IS_BETTER = [...METRICS, ...WEIGHTED_METRICS]
  .filter(({ isGreaterBetter }) => !isGreaterBetter)
  .map(({ name }) => `'${name}'`)

/** The score of a candidate of a sweep, greater the better it is: the first of `leading` that it has, else the one that ranks. */
function sweepScoreSql(leading: readonly string[]): SqlPart {
  const score = (name: string) =>
    `json_extract(c.means, '$."' || ${name} || '"') * CASE WHEN ${name} IN (${LESS_IS_BETTER.join(', ')}) THEN -1 ELSE 1 END`
  const plain = leading.filter((name) => !name.includes('"'))
  const scores = [...plain.map(() => score('?')), score(RANKING)]
  return {
    sql: `CASE WHEN ${IS_WHOLE} AND json(c.hyperparameters) <> '{}' THEN ${scores.length > 1 ? `coalesce(${scores.join(', ')})` : scores[0]} END`,
    values: plain.flatMap((name) => [name, name]),
  }
}

/** JSON paths cannot quote a quote; such names are looked for one by one. */
function member(column: string, name: string): SqlPart {
  if (!name.includes('"')) return { sql: `json_extract(${column}, ?)`, values: [`$."${name}"`] }
  return { sql: `(SELECT value FROM json_each(${column}) WHERE key = ?)`, values: [name] }
}

function textSql(text: string): SqlPart {
  const places = ['r.name', 'c.name', 'r.note', 'r.datasetName', 'r.id']
  const found = places.map((place) => `instr(lower(${place}), lower(?)) > 0`)
  const tagged = 'EXISTS (SELECT 1 FROM tags WHERE tags.run = r.id AND instr(lower(tags.tag), lower(?)) > 0)'
  return { sql: [...found, tagged].join(' OR '), values: Array<string>(places.length + 1).fill(text) }
}

function filterSql(filter: HistoryFilter): SqlPart {
  if (filter.field === 'tag') return tagSql(filter)
  return comparison(fieldSql(filter.field), filter)
}

/** A run has several tags: a condition holds where it holds for one of them. */
function tagSql(filter: HistoryFilter): SqlPart {
  const tagsOf = 'SELECT 1 FROM tags WHERE tags.run = r.id'
  if (filter.operator === 'isMissing') return { sql: `NOT EXISTS (${tagsOf})`, values: [] }
  const isNot = filter.operator === 'isNot'
  const { sql, values } = comparison(
    { sql: 'tags.tag', values: [] },
    { ...filter, operator: isNot ? 'is' : filter.operator },
  )
  return { sql: `${isNot ? 'NOT ' : ''}EXISTS (${tagsOf} AND (${sql}))`, values }
}

function comparison(field: SqlPart, { operator, values, field: name }: HistoryFilter): SqlPart {
  const bound = values.map(bindable)
  switch (operator) {
    case 'isMissing':
      return { sql: `${field.sql} IS NULL`, values: field.values }
    case 'is':
      return anyOf(field, bound)
    case 'isNot': {
      const { sql, values: all } = anyOf(field, bound)
      return { sql: `NOT (${sql})`, values: all }
    }
    case 'contains':
      return { sql: `instr(lower(${field.sql}), lower(?)) > 0`, values: [...field.values, one(bound, name, operator)] }
    case 'atLeast':
      return limit(field, '>=', one(bound, name, operator))
    case 'atMost':
      return limit(field, '<=', one(bound, name, operator))
    case 'between':
      return between(field, bound, name)
  }
}

function between(field: SqlPart, values: readonly (string | number | null)[], name: string): SqlPart {
  if (values.length !== 2) throw wrongValues(name, 'between', 'two values')
  const [from, to] = [limit(field, '>=', values[0]), limit(field, '<=', values[1])]
  return { sql: `${from.sql} AND ${to.sql}`, values: [...from.values, ...to.values] }
}

function anyOf(field: SqlPart, values: readonly (string | number | null)[]): SqlPart {
  if (values.length === 0) return { sql: '0', values: [] }
  // IS compares NULL as a value, and gives true or false where = gives neither.
  return {
    sql: values.map(() => `${field.sql} IS ?`).join(' OR '),
    values: values.flatMap((value) => [...field.values, value]),
  }
}

/** Texts are greater than numbers in SQLite: a limit holds for values of its own kind only. */
function limit(field: SqlPart, sign: '>=' | '<=', value: string | number | null): SqlPart {
  const kinds = typeof value === 'number' ? `('integer', 'real')` : `('text')`
  return {
    sql: `(typeof(${field.sql}) IN ${kinds} AND ${field.sql} ${sign} ?)`,
    values: [...field.values, ...field.values, value],
  }
}

function one(values: readonly (string | number | null)[], name: string, operator: string): string | number | null {
  if (values.length !== 1) throw wrongValues(name, operator, 'one value')
  return values[0]
}

function wrongValues(field: string, operator: string, expected: string): HoldoutError {
  return new HoldoutError('usage/bad-filter', `the filter on ${field} (${operator}) takes ${expected}`)
}

function bindable(value: HistoryValue): string | number | null {
  return typeof value === 'boolean' ? Number(value) : value
}
