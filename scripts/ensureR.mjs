import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { installFromDebian, isDebianRoot } from './debian.mjs'

/**
 * An R for the test that runs the lines of R in the documents, installed where that can be done without asking.
 * @returns {Promise<{ program?: string, missing?: string }>} its `Rscript`, or why there is none. Never rejects.
 */
export async function ensureR() {
  const found = findRscript()
  if (found !== undefined) return { program: found }
  if (!isDebianRoot()) return { missing: 'R is not installed' }
  try {
    await installFromDebian('r-base-core', 'one test of the documents (about 60 MB)')
  } catch (error) {
    return { missing: error instanceof Error ? error.message : String(error) }
  }
  const program = findRscript()
  return program === undefined ? { missing: 'apt-get installed R, but Rscript is not on PATH' } : { program }
}

function findRscript() {
  const folders = (process.env.PATH ?? '').split(delimiter)
  const name = process.platform === 'win32' ? 'Rscript.exe' : 'Rscript'
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path))
}
