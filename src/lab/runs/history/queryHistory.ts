import type { HistoryPage, HistoryQuery, HistoryValue } from '../../../contract/history.ts'
import type { Workspace } from '../../workspace/workspace.ts'
import { historyRowsOf } from './historyRows.ts'
import { conditionSql, fieldSql, orderSql } from './historySql.ts'
import { withStandings } from './withStandings.ts'

const DEFAULT_COUNT = 200

interface Match {
  readonly id: number
  readonly value: HistoryValue
}

/** Candidates of all runs that meet a query's conditions: a page of them, sorted and grouped. */
export function queryHistory(workspace: Workspace, query: HistoryQuery): HistoryPage {
  const { from = 0, count = DEFAULT_COUNT } = query
  const matches = matchingIds(workspace, query)
  const groups = query.groupBy === undefined ? [] : groupsOf(matches)
  const ordered = groups.length === 0 ? matches : groups.flatMap(({ members }) => members)
  const page = historyRowsOf(
    workspace,
    ordered.slice(from, from + count).map(({ id }) => id),
  )
  return {
    rows: query.leading === undefined ? page : withStandings(workspace, page, query.leading),
    matching: matches.length,
    total: workspace.database.get<{ total: number }>(TOTAL)?.total ?? 0,
    groups: placed(groups),
  }
}

const TOTAL = 'SELECT count(*) AS total FROM candidates c JOIN runs r ON r.id = c.run WHERE r.deletedAt IS NULL'

function matchingIds({ database }: Workspace, query: HistoryQuery): Match[] {
  const group = query.groupBy === undefined ? { sql: 'NULL', values: [] } : fieldSql(query.groupBy)
  const where = conditionSql(query)
  const order = orderSql(query)
  return database.all<Match>(
    `SELECT c.id, ${group.sql} AS value FROM candidates c JOIN runs r ON r.id = c.run WHERE ${where.sql} ORDER BY ${order.sql}`,
    [...group.values, ...where.values, ...order.values],
  )
}

interface Group {
  readonly value: HistoryValue
  readonly members: Match[]
}

/** Groups in the order of their first rows. */
function groupsOf(matches: readonly Match[]): readonly Group[] {
  const groups = new Map<HistoryValue, Group>()
  for (const match of matches) {
    const group = groups.get(match.value) ?? { value: match.value, members: [] }
    groups.set(match.value, group)
    group.members.push(match)
  }
  return [...groups.values()]
}

function placed(groups: readonly Group[]): HistoryPage['groups'] {
  let from = 0
  return groups.map(({ value, members }) => {
    const place = { value, from, count: members.length }
    from += members.length
    return place
  })
}
