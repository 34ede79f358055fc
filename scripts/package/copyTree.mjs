import { copyFile, link, mkdir, readdir, rm } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'

/**
 * Puts a file at another place: as a second name of the same bytes where the disk allows it, as a copy elsewhere. What is staged is
 * therefore never changed in place.
 * @param {string} from
 * @param {string} to
 */
export async function placeFile(from, to) {
  await mkdir(dirname(to), { recursive: true })
  await rm(to, { force: true })
  await link(from, to).catch(() => copyFile(from, to))
}

/**
 * Files below a folder, in the order of their names. Links are followed to files and not to folders.
 * @param {string} folder
 * @returns {Promise<string[]>} paths relative to the folder, with `/`
 */
export async function filesIn(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile() || entry.isSymbolicLink())
  return files.map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/')).sort()
}
