import type { Database } from './database.ts'

/** Tables that are checked at every opening: all but the bulk of values, which takes time in proportion to its size. */
const QUICKLY_CHECKED = ['runs', 'experiments', 'candidates', 'tags', 'sessions']

/** Whether all pages of a database are in order. Takes time in proportion to its size. */
export function isSound(database: Database): boolean {
  return problemsOf(database, 'quick_check(1)') === 0
}

/** Whether the tables that everything hangs on are in order. */
export function isSoundAtFirstSight(database: Database): boolean {
  const tables = database.all<{ name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table'")
  return QUICKLY_CHECKED.filter((table) => tables.some(({ name }) => name === table)).every(
    (table) => problemsOf(database, `quick_check('${table}')`) === 0,
  )
}

function problemsOf(database: Database, check: string): number {
  const rows = database.all<Record<string, string>>(`PRAGMA ${check}`)
  return rows.flatMap((row) => Object.values(row)).filter((text) => text !== 'ok').length
}
