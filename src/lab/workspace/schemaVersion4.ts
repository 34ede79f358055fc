import type { Migration } from './migration.ts'

/**
 * Reference models of a run are no candidates: nothing that ranks, filters, reuses or exports candidates meets them. `ended`
 * holds a `ReferenceEnd` as JSON, and is absent until there is one. `optimism` is a `BootstrapEstimate` as JSON.
 */
const CHANGES = `
CREATE TABLE runReferences (
  id INTEGER PRIMARY KEY,
  run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  ended TEXT,
  seconds REAL NOT NULL DEFAULT 0,
  UNIQUE (run, kind)
) STRICT;

CREATE TABLE referenceFits (
  reference INTEGER NOT NULL REFERENCES runReferences (id) ON DELETE CASCADE,
  repeat INTEGER NOT NULL,
  fold INTEGER NOT NULL,
  trainRows INTEGER NOT NULL,
  testRows INTEGER NOT NULL,
  seconds REAL NOT NULL,
  scores TEXT NOT NULL,
  predictions BLOB NOT NULL,
  PRIMARY KEY (reference, repeat, fold)
) STRICT, WITHOUT ROWID;

ALTER TABLE runs ADD COLUMN optimism TEXT;
`

/** Reference models that are fitted beside the networks. */
export const schemaVersion4: Migration = {
  version: 4,
  summary: 'reference models of a run and their fits; what choosing the best costs',
  apply: (database) => database.exec(CHANGES),
}
