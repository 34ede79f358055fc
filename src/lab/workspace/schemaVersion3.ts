import type { Migration } from './migration.ts'

/** `candidates.threshold` and `fitValues.diagnostics` hold JSON; a check silenced for good has no run. */
const CHANGES = `
ALTER TABLE candidates ADD COLUMN threshold TEXT;
ALTER TABLE fitValues ADD COLUMN diagnostics TEXT;

CREATE TABLE silencedChecks (
  run TEXT REFERENCES runs (id) ON DELETE CASCADE,
  code TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX silencedChecksOnce ON silencedChecks (coalesce(run, ''), code);
`

/** What is known of a model beside its scores. */
export const schemaVersion3: Migration = {
  version: 3,
  summary: 'thresholds of candidates; what is found out about fits beside their scores; checks that are silenced',
  apply: (database) => database.exec(CHANGES),
}
