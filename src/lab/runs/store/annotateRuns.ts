import type { Workspace } from '../../workspace/workspace.ts'

/** What people write to runs; what is absent stays. */
export interface Annotation {
  readonly name?: string
  readonly note?: string
  /** All tags; those not named are taken away. */
  readonly tags?: readonly string[]
  readonly isStarred?: boolean
}

/** Changes what people wrote to runs. Ids that are not there are passed over. */
export function annotateRuns({ database }: Workspace, runIds: readonly string[], annotation: Annotation): void {
  const { name = null, note = null, isStarred, tags } = annotation
  database.transaction('notes', () => {
    for (const run of runIds) {
      database.run(
        `UPDATE runs SET name = coalesce(?, name), note = coalesce(?, note), isStarred = coalesce(?, isStarred) WHERE id = ?`,
        [name, note, isStarred === undefined ? null : Number(isStarred), run],
      )
      if (tags) replaceTags(database, run, tags)
    }
  })
}

function replaceTags(database: Workspace['database'], run: string, tags: readonly string[]): void {
  database.run('DELETE FROM tags WHERE run = ?', [run])
  const whole = new Set(tags.map((tag) => tag.trim()).filter((tag) => tag !== ''))
  for (const tag of whole) database.run('INSERT INTO tags (run, tag) SELECT id, ? FROM runs WHERE id = ?', [tag, run])
}
