import type { Migration } from './migration.ts'

/**
 * Names and units are those of the result document (`core/run/runDocument.ts`). Texts named as JSON hold JSON; blobs
 * hold SQLite's binary JSON (`spec`, `settings`, `hyperparameters`, `means`) or columns of numbers (`encodeColumns`).
 */
const TABLES = `
CREATE TABLE experiments (
  id INTEGER PRIMARY KEY,
  sha256 TEXT NOT NULL UNIQUE,
  text TEXT NOT NULL
) STRICT;

CREATE TABLE runs (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  experiment INTEGER NOT NULL REFERENCES experiments (id),
  task TEXT NOT NULL,
  seed INTEGER NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('waiting', 'running', 'paused', 'finished', 'stopped', 'failed', 'interrupted')),
  place REAL,
  startedAt TEXT NOT NULL,
  seconds REAL NOT NULL DEFAULT 0,
  plannedFits INTEGER NOT NULL DEFAULT 0,
  finishedFits INTEGER NOT NULL DEFAULT 0,
  divergedFits INTEGER NOT NULL DEFAULT 0,
  datasetName TEXT NOT NULL,
  datasetSha256 TEXT NOT NULL,
  datasetId TEXT,
  tableHash TEXT NOT NULL,
  note TEXT NOT NULL DEFAULT '',
  isStarred INTEGER NOT NULL DEFAULT 0,
  deletedAt TEXT,
  backend TEXT,
  ended TEXT,
  notices TEXT NOT NULL DEFAULT '[]',
  nested TEXT,
  settings BLOB NOT NULL,
  job TEXT NOT NULL,
  context TEXT NOT NULL
) STRICT;
CREATE INDEX runsByTime ON runs (startedAt);
CREATE INDEX runsByDataset ON runs (datasetId);

CREATE TABLE tags (
  run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  tag TEXT NOT NULL,
  PRIMARY KEY (run, tag)
) STRICT, WITHOUT ROWID;
CREATE INDEX tagsByName ON tags (tag);

CREATE TABLE candidates (
  id INTEGER PRIMARY KEY,
  run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  name TEXT NOT NULL,
  model TEXT NOT NULL,
  parameters INTEGER NOT NULL,
  planned INTEGER NOT NULL DEFAULT 0,
  fits INTEGER NOT NULL DEFAULT 0,
  failed INTEGER NOT NULL DEFAULT 0,
  steps INTEGER NOT NULL DEFAULT 0,
  seconds REAL NOT NULL DEFAULT 0,
  finalModel TEXT,
  hyperparameters BLOB NOT NULL,
  means BLOB NOT NULL,
  spec BLOB NOT NULL,
  metrics TEXT NOT NULL DEFAULT '{}',
  UNIQUE (run, position)
) STRICT;

CREATE TABLE fits (
  id INTEGER PRIMARY KEY,
  candidate INTEGER NOT NULL REFERENCES candidates (id) ON DELETE CASCADE,
  repeat INTEGER NOT NULL,
  fold INTEGER NOT NULL,
  outerFold INTEGER NOT NULL DEFAULT -1,
  status TEXT NOT NULL CHECK (status IN ('finished', 'diverged')),
  epochs INTEGER NOT NULL,
  bestEpoch INTEGER,
  steps INTEGER NOT NULL,
  seconds REAL NOT NULL,
  identity TEXT NOT NULL,
  scores TEXT,
  diverged TEXT,
  preparation TEXT NOT NULL,
  UNIQUE (candidate, repeat, fold, outerFold)
) STRICT;
CREATE INDEX fitsByIdentity ON fits (identity);

CREATE TABLE fitValues (
  fit INTEGER PRIMARY KEY REFERENCES fits (id) ON DELETE CASCADE,
  history BLOB NOT NULL,
  predictions BLOB
) STRICT;
`

/** The first schema. */
export const schemaVersion1: Migration = {
  version: 1,
  summary: 'experiments, runs, candidates, fits and their values, tags',
  apply: (database) => database.exec(TABLES),
}
