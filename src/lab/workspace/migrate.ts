import { stat } from 'node:fs/promises'
import { writeBackup } from './backups.ts'
import type { Database } from './database.ts'
import { MIGRATIONS, SCHEMA_VERSION } from './migrations.ts'
import type { Migration } from './migration.ts'
import { APPLICATION_ID, schemaVersionOf } from './schemaVersion.ts'
import type { WorkspacePaths } from './workspacePaths.ts'

/**
 * Brings a database to the schema of this version after a backup of what was there before: an older one step by step, each
 * in a transaction, a new one at once.
 */
export async function migrate(database: Database, paths: WorkspacePaths, to = SCHEMA_VERSION): Promise<void> {
  const from = schemaVersionOf(database)
  const steps = MIGRATIONS.filter(({ version }) => version > from && version <= to)
  if (steps.length === 0) return
  if (from === 0) {
    prepareNew(database)
    takeSteps(database, steps)
  } else {
    if (await hasContents(paths)) await writeBackup(database, paths)
    for (const step of steps) takeSteps(database, [step])
  }
  // The version in the file itself, so that an older Holdout sees it without reading the log.
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
}

function takeSteps(database: Database, steps: readonly Migration[]): void {
  const { version } = steps[steps.length - 1]
  database.transaction(`schema ${String(version)}`, () => {
    for (const step of steps) step.apply(database)
    database.exec(`PRAGMA user_version = ${String(version)}`)
  })
}

/** What can only be chosen before anything is written. */
function prepareNew(database: Database): void {
  database.exec('PRAGMA page_size = 8192')
  database.exec('PRAGMA auto_vacuum = INCREMENTAL')
  database.exec(`PRAGMA application_id = ${String(APPLICATION_ID)}`)
  database.exec('PRAGMA journal_mode = WAL')
}

async function hasContents({ database }: WorkspacePaths): Promise<boolean> {
  return stat(database).then(
    ({ size }) => size > 0,
    () => false,
  )
}
