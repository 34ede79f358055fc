import { installFirst, isDebianRoot } from './debian.mjs'
import { firstThere, onPath } from './findProgram.mjs'

/**
 * An R for the test that runs the lines of R in the documents, installed where that can be done without asking.
 * @returns {Promise<{ program?: string, missing?: string }>} its `Rscript`, or why there is none. Never rejects.
 */
export async function ensureR() {
  const found = findRscript()
  if (found !== undefined) return { program: found }
  if (!isDebianRoot()) return { missing: 'R is not installed' }
  const failure = await installFirst(['r-base-core'], 'one test of the documents (about 60 MB)')
  if (failure !== undefined) return { missing: `apt-get could not install R: ${failure}` }
  const program = findRscript()
  return program === undefined ? { missing: 'apt-get installed R, but Rscript is not on PATH' } : { program }
}

function findRscript() {
  return firstThere(onPath([process.platform === 'win32' ? 'Rscript.exe' : 'Rscript']))
}
