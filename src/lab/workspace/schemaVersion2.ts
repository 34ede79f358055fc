import type { Migration } from './migration.ts'

/** A run is worked on in one or more stretches, each with its own program, machine and end. */
const CHANGES = `
CREATE TABLE sessions (
  id INTEGER PRIMARY KEY,
  run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  startedAt TEXT NOT NULL,
  seconds REAL NOT NULL DEFAULT 0,
  environment TEXT NOT NULL,
  backend TEXT,
  ended TEXT
) STRICT;
CREATE INDEX sessionsByRun ON sessions (run);

ALTER TABLE runs ADD COLUMN extendedFrom TEXT;
ALTER TABLE fits ADD COLUMN reusedFrom TEXT;

INSERT INTO sessions (run, startedAt, seconds, environment, backend, ended)
SELECT id, startedAt, seconds, json_extract(context, '$.environment'), backend, ended FROM runs WHERE status <> 'waiting';
`

/** Stretches of work, and where an extended run and its fits come from. */
export const schemaVersion2: Migration = {
  version: 2,
  summary: 'stretches of work on a run; what an extended run was made from',
  apply: (database) => database.exec(CHANGES),
}
