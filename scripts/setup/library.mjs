import { createReadStream } from 'node:fs'
import { mkdir, open, readFile, readdir, rename, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { parseJson } from './parseJson.mjs'
import { platformName, tensorflowVersion } from './platform.mjs'
import { megabytes, say, sayStill } from './say.mjs'
import { sha256Of } from './sha256.mjs'
import { readDirectory, unpackEntry } from './zip.mjs'

/**
 * The TensorFlow library in the per-user cache: `tensorflow-VERSION-PLATFORM/` with `lib/`, `include/` (until the
 * addon is built), `library.json` and the licences. The folder gets its name by one rename, after all of it was unpacked and
 * checked: what bears the name is whole.
 *
 * @typedef {object} LibraryRecord
 * @property {string} version
 * @property {{ file: string, size: number, crc: number, sha256?: string }[]} libraries `sha256` is absent in records of older set-ups
 */

const wheelPrefix = 'tensorflow/'

/** Licences of what the library was built from; packages have to carry them. */
export const noticesFile = 'THIRD_PARTY_NOTICES.txt'

/** @param {string} cache */
export function libraryFolder(cache) {
  return join(cache, `tensorflow-${tensorflowVersion}-${platformName()}`)
}

/**
 * Removes what interrupted set-ups left behind. Only to be called while holding the lock.
 * @param {string} folder
 */
export async function clearPartial(folder) {
  const names = await readdir(folder).catch(() => [])
  for (const name of names.filter((each) => each.includes('.partial-'))) {
    await rm(join(folder, name), { recursive: true, force: true })
  }
}

/**
 * Whether the library is there and its bytes are those that were unpacked.
 * @param {string} folder
 * @returns {Promise<boolean>}
 */
export async function isLibraryWhole(folder) {
  const record = await readRecord(folder)
  if (record?.version !== tensorflowVersion) return false
  for (const { file, size, crc, sha256 } of record.libraries) {
    const path = join(folder, 'lib', file)
    const found = await stat(path).catch(() => undefined)
    if (found?.size !== size) return false
    if (sha256 === undefined ? (await checksumOf(path)) !== crc : (await sha256Of(path)) !== sha256) return false
  }
  return true
}

/**
 * @param {string} folder
 * @returns {Promise<LibraryRecord | undefined>}
 */
export async function readRecord(folder) {
  try {
    return /** @type {LibraryRecord} */ (parseJson(await readFile(join(folder, 'library.json'), 'utf8')))
  } catch {
    return undefined
  }
}

/** @param {string} path */
async function checksumOf(path) {
  /** @type {AsyncIterable<Buffer>} */
  const chunks = createReadStream(path, { highWaterMark: 1 << 20 })
  let sum = 0
  for await (const bytes of chunks) sum = crc32(bytes, sum)
  return sum
}

/**
 * Unpacks libraries and headers of a wheel, checks them, and only then gives the folder its name.
 * @param {string} wheel
 * @param {string} folder
 * @param {import('./platform.mjs').WheelSource} source
 * @throws {Error} when the wheel is damaged (it is deleted, so that the next set-up fetches it again)
 */
export async function unpackLibrary(wheel, folder, source) {
  const partial = `${folder}.partial-${process.pid}`
  await rm(partial, { recursive: true, force: true })
  await mkdir(join(partial, 'lib'), { recursive: true })
  try {
    const libraries = await sayStill('unpacking', unpack(wheel, partial, source))
    await writeFile(join(partial, 'library.json'), JSON.stringify({ version: tensorflowVersion, libraries }, null, 2))
    // Addons that other checkouts link to stay: each has the name of what it was built from.
    await rename(join(folder, 'addon'), join(partial, 'addon')).catch(() => undefined)
    await rm(folder, { recursive: true, force: true })
    await rename(partial, folder)
  } catch (error) {
    await rm(partial, { recursive: true, force: true })
    await rm(wheel, { force: true })
    throw error
  }
}

/**
 * @param {string} wheel
 * @param {string} folder
 * @param {import('./platform.mjs').WheelSource} source
 */
async function unpack(wheel, folder, source) {
  await using file = await open(wheel)
  const entries = await readDirectory(file)
  const headers = entries.filter(({ name }) => name.startsWith(`${wheelPrefix}include/`) && !name.endsWith('/'))
  const libraries = source.libraries.map((library) => findLibrary(entries, library.file))
  const total = [...headers, ...libraries].reduce((sum, { size }) => sum + size, 0)
  say(`unpacking two libraries and ${headers.length} headers (${megabytes(total)})`)
  for (const entry of headers) await unpackEntry(file, entry, { folder, prefix: wheelPrefix })
  for (const entry of libraries) await unpackEntry(file, entry, { folder: join(folder, 'lib'), prefix: wheelPrefix })
  const notices = entries.find(({ name }) => name === `${wheelPrefix}${noticesFile}`)
  if (notices) await unpackEntry(file, notices, { folder, prefix: wheelPrefix })
  for (const { file: name, alias } of source.libraries) await symlink(name, join(folder, 'lib', alias))
  return await Promise.all(
    libraries.map(async ({ name, size, crc }) => {
      const path = name.slice(wheelPrefix.length)
      return { file: path, size, crc, sha256: await sha256Of(join(folder, 'lib', path)) }
    }),
  )
}

/**
 * @param {import('./zip.mjs').ZipEntry[]} entries
 * @param {string} file
 */
function findLibrary(entries, file) {
  const entry = entries.find(({ name }) => name === wheelPrefix + file)
  if (!entry) throw new Error(`the wheel holds no ${file}`)
  return entry
}
