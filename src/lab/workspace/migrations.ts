import { schemaVersion1 } from './schemaVersion1.ts'
import { schemaVersion2 } from './schemaVersion2.ts'
import { schemaVersion3 } from './schemaVersion3.ts'
import { schemaVersion4 } from './schemaVersion4.ts'
import { schemaVersion5 } from './schemaVersion5.ts'
import { schemaVersion6 } from './schemaVersion6.ts'
import type { Migration } from './migration.ts'

/** Every step of the schema, in order. */
export const MIGRATIONS: readonly Migration[] = [
  schemaVersion1,
  schemaVersion2,
  schemaVersion3,
  schemaVersion4,
  schemaVersion5,
  schemaVersion6,
]

/** The schema that this version of Holdout writes. */
export const SCHEMA_VERSION = MIGRATIONS[MIGRATIONS.length - 1].version
