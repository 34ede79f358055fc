import { readdir, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { HoldoutError } from '../../core/errors.ts'

/** Files and folders that runs, exports and reports leave in a folder. */
const RESULTS =
  /^(result\.json|report\.html|predictions\.csv|experiment\.(ya?ml|json)|scores\.csv|histories\.csv|models)$/

/**
 * Refuses to write results into a folder that holds some, unless the person insists: files of two runs side by side say what neither
 * did.
 * @throws HoldoutError `usage/out-has-results`
 */
export async function requireNewResults(folder: string, isForced: boolean): Promise<void> {
  const there = isForced ? [] : await resultsIn(folder)
  if (there.length === 0) return
  const path = resolve(folder)
  throw new HoldoutError('usage/out-has-results', `The folder ${path} holds results already: ${there.join(', ')}.`, {
    path,
    hint: 'Choose another folder, or use --force to replace them.',
  })
}

/** Removes what an earlier run left in a folder, so that nothing of it stands beside what is written next. */
export async function removeResults(folder: string): Promise<void> {
  for (const name of await resultsIn(folder)) await rm(join(resolve(folder), name), { recursive: true, force: true })
}

async function resultsIn(folder: string): Promise<string[]> {
  const names = await readdir(resolve(folder)).catch((): string[] => [])
  return names.filter((name) => RESULTS.test(name)).sort()
}
