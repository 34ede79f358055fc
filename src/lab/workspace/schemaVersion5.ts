import type { Migration } from './migration.ts'

/**
 * Nothing in the tables changes: stored numbers carry a checksum from here on, and the database has checksums of its pages
 * beside it. A program that does not know of them must not write.
 */
export const schemaVersion5: Migration = {
  version: 5,
  summary: 'checksums of stored numbers and of the pages of the database',
  apply: () => undefined,
}
