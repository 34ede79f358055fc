import type { Database } from './database.ts'

/** One step of the schema. Steps are only ever added; one that was released is never changed. */
export interface Migration {
  /** The schema's version afterwards. */
  readonly version: number
  readonly summary: string
  /** Changes tables and rows; runs inside a transaction. */
  apply(database: Database): void
}
