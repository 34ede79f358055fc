import { HoldoutError } from '../../../core/errors.ts'
import type { Workspace } from '../../workspace/workspace.ts'

/**
 * Id of the run that a person means: the id, its beginning or end where only one run has it, or `latest`.
 * @throws HoldoutError `usage/no-such-run`, `usage/ambiguous-run`.
 */
export function findRun({ database }: Workspace, request: string): string {
  const ids = request === 'latest' ? latest(database) : matching(database, request)
  if (ids.length === 1) return ids[0]
  if (ids.length === 0) {
    throw new HoldoutError('usage/no-such-run', `there is no run ${JSON.stringify(request)} in the workspace`, {
      hint: '"holdout runs list" shows all runs; `latest` is the newest.',
    })
  }
  throw new HoldoutError(
    'usage/ambiguous-run',
    `several runs are called like ${JSON.stringify(request)}: ${ids.join(', ')}`,
    {
      hint: 'Give more of its id.',
    },
  )
}

function latest(database: Workspace['database']): string[] {
  return idsOf(database, 'deletedAt IS NULL ORDER BY startedAt DESC, id DESC LIMIT 1', [])
}

function matching(database: Workspace['database'], request: string): string[] {
  const exact = idsOf(database, 'id = ?', [request])
  if (exact.length > 0 || request === '') return exact
  const begin = `substr(id, 1, length(?1)) = ?1`
  const end = `substr(id, -length(?1)) = ?1`
  return idsOf(database, `${begin} OR ${end} ORDER BY startedAt DESC LIMIT 5`, [request])
}

function idsOf(database: Workspace['database'], where: string, parameters: readonly string[]): string[] {
  return database.all<{ id: string }>(`SELECT id FROM runs WHERE ${where}`, parameters).map(({ id }) => id)
}
