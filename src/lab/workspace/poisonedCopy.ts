import { copyFile, open } from 'node:fs/promises'
import { checkPages, PAGE_BYTES, sumsPath } from './pageSums.ts'

/** What no page of SQLite begins with. */
const POISON = 0xa5

/**
 * Copies a damaged database, with its log, and makes every page unreadable that is not what was written. Whatever can then be read
 * from the copy is right: without this, a bit in a number would be another number.
 */
export async function poisonedCopy(database: string, copy: string): Promise<void> {
  for (const ending of ['', '-wal']) await copyFile(database + ending, copy + ending).catch(ignoreMissing)
  await copyFile(sumsPath(database), sumsPath(copy)).catch(ignoreMissing)
  const check = await checkPages(copy)
  if (check.kind === 'unknown') return
  const file = await open(copy, 'r+').catch(ignoreMissing)
  if (!file) return
  try {
    const poison = Buffer.alloc(PAGE_BYTES, POISON)
    for (const page of check.damaged) await file.write(poison, 0, PAGE_BYTES, page * PAGE_BYTES)
  } finally {
    await file.close()
  }
}

function ignoreMissing(error: unknown): void {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
}
