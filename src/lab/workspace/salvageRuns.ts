import type { SQLInputValue } from 'node:sqlite'
import type { Database } from './database.ts'

type Row = Readonly<Record<string, SQLInputValue>>

/** What became of the runs of a damaged database. */
export interface Salvage {
  /** Copied; `target` did not know them. */
  readonly salvaged: readonly string[]
  /** Copied over what `target` had, which is older. */
  readonly updated: readonly string[]
  /** Left as `target` has them: they cannot be read from the source. */
  readonly older: readonly string[]
  /** Not to be read from the source, and not in `target`. */
  readonly lost: readonly string[]
}

/** Copies every run that can still be read from `source`, one by one, over what `target` has of it. */
export function salvageRuns(source: Database, target: Database): Salvage {
  const known = target.all<{ id: string }>('SELECT id FROM runs').map(({ id }) => id)
  const found = runIdsOf(source)
  const copied = found.filter((id) => isCopied(source, target, id))
  const failed = found.filter((id) => !copied.includes(id))
  return {
    salvaged: copied.filter((id) => !known.includes(id)),
    updated: copied.filter((id) => known.includes(id)),
    older: known.filter((id) => !copied.includes(id)),
    lost: failed.filter((id) => !known.includes(id)),
  }
}

/** Ids as far as they can be read: by the table, and where a page of it is damaged by the index of ids, which is another page. */
function runIdsOf(source: Database): readonly string[] {
  try {
    return source.all<{ id: string }>('SELECT id FROM runs NOT INDEXED ORDER BY rowid').map(({ id }) => id)
  } catch {
    return source.all<{ id: string }>('SELECT id FROM runs ORDER BY id').map(({ id }) => id)
  }
}

function isCopied(source: Database, target: Database, runId: string): boolean {
  try {
    target.transaction('salvaged run', () => {
      target.run('DELETE FROM runs WHERE id = ?', [runId])
      copyRun(source, target, runId)
    })
    return true
  } catch {
    // Some page of it is damaged: it is left out as a whole, since half a run would look like a whole one.
    return false
  }
}

function copyRun(source: Database, target: Database, runId: string): void {
  const [run] = source.all<Row>('SELECT * FROM runs WHERE id = ?', [runId])
  const [experiment] = source.all<Row>('SELECT sha256, text FROM experiments WHERE id = ?', [run['experiment']])
  insert(target, 'runs', { ...run, experiment: experimentId(target, experiment) })
  for (const tag of source.all<Row>('SELECT * FROM tags WHERE run = ?', [runId])) insert(target, 'tags', tag)
  for (const { id: _, ...session } of source.all<Row>('SELECT * FROM sessions WHERE run = ?', [runId]))
    insert(target, 'sessions', session)
  for (const { id, ...candidate } of source.all<Row>('SELECT * FROM candidates WHERE run = ?', [runId]))
    copyFits(source, target, id, insert(target, 'candidates', candidate))
  if (hasReferences(source)) copyReferences(source, target, runId)
}

/** Schemas before the fourth have none. */
function hasReferences(source: Database): boolean {
  return source.get(`SELECT 1 FROM sqlite_schema WHERE name = 'runReferences'`) !== undefined
}

function copyReferences(source: Database, target: Database, runId: string): void {
  for (const { id, ...reference } of source.all<Row>('SELECT * FROM runReferences WHERE run = ?', [runId])) {
    const copy = insert(target, 'runReferences', reference)
    for (const fit of source.all<Row>('SELECT * FROM referenceFits WHERE reference = ?', [id]))
      insert(target, 'referenceFits', { ...fit, reference: copy })
  }
}

function copyFits(source: Database, target: Database, from: SQLInputValue, to: number): void {
  for (const { id, ...fit } of source.all<Row>('SELECT * FROM fits WHERE candidate = ? ORDER BY id', [from])) {
    const copy = insert(target, 'fits', { ...fit, candidate: to })
    const [values] = source.all<Row>('SELECT * FROM fitValues WHERE fit = ?', [id])
    insert(target, 'fitValues', { ...values, fit: copy })
  }
}

function experimentId(target: Database, experiment: Row): number {
  const known = target.get<{ id: number }>('SELECT id FROM experiments WHERE sha256 = ?', [experiment['sha256']])
  return known?.id ?? insert(target, 'experiments', experiment)
}

function insert(target: Database, table: string, row: Row): number {
  const columns = Object.keys(row)
  const places = columns.map(() => '?').join(', ')
  return target.run(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${places})`, Object.values(row))
}
