import type { Migration } from './migration.ts'

/** `shards` holds a list of `ShardState` as JSON; empty for runs that train on this machine. */
export const schemaVersion6: Migration = {
  version: 6,
  summary: 'parts of a run that trains on a place',
  apply: (database) => database.exec(`ALTER TABLE runs ADD COLUMN shards TEXT NOT NULL DEFAULT '[]'`),
}
