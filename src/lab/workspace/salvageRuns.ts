import type { SQLInputValue } from 'node:sqlite'
import type { Database } from './database.ts'

type Row = Readonly<Record<string, SQLInputValue>>

/** Copies every run that `target` does not know and that can still be read from `source`, one by one. */
export function salvageRuns(
  source: Database,
  target: Database,
): { readonly salvaged: readonly string[]; readonly lost: readonly string[] } {
  const known = new Set(target.all<{ id: string }>('SELECT id FROM runs').map(({ id }) => id))
  const ids = source.all<{ id: string }>('SELECT id FROM runs ORDER BY startedAt').map(({ id }) => id)
  const wanted = ids.filter((id) => !known.has(id))
  const salvaged = wanted.filter((id) => isCopied(source, target, id))
  return { salvaged, lost: wanted.filter((id) => !salvaged.includes(id)) }
}

function isCopied(source: Database, target: Database, runId: string): boolean {
  try {
    target.transaction('salvaged run', () => copyRun(source, target, runId))
    return true
  } catch {
    // Some page of it is damaged: it is lost as a whole, since half a run would look like a whole one.
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
