import type { Database } from './database.ts'

/** Marks the file as Holdout's: "Hold" in ASCII. */
export const APPLICATION_ID = 0x486f6c64

/** Version of a database's schema; 0 for an empty one. */
export function schemaVersionOf(database: Database): number {
  return Number(database.pragma('user_version'))
}
