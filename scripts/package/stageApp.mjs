import { existsSync } from 'node:fs'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { ensureBuilt } from '../build.mjs'
import { addonPlace } from '../setup/addon.mjs'
import { checkout } from '../setup/folders.mjs'
import { kernelPlace } from '../setup/kernelSources.mjs'
import { noticesFile } from '../setup/library.mjs'
import { platformName, wheelSources } from '../setup/platform.mjs'
import { sha256Of } from '../setup/sha256.mjs'
import { readState, sizeOf } from '../setup/state.mjs'
import { newestVersion } from '../setup/symbolVersions.mjs'
import { filesIn, placeFile } from './copyTree.mjs'
import { manifest } from './layout.mjs'
import { neededPackages } from './neededPackages.mjs'

/** The oldest systems that Node and TensorFlow load on: RHEL 8, Debian 10, Ubuntu 18.04 with a newer glibc. */
const oldest = { GLIBC: 28, GLIBCXX: 25 }

/** Modules of scripts/ that open the page in a window. */
const openers = [
  ...['openInstalled.mjs', 'serveInWindow.mjs', 'chromium.mjs'],
  ...['command.mjs', 'folders.mjs', 'say.mjs'].map((file) => `setup/${file}`),
]

/**
 * @typedef {object} StagedApp
 * @property {import('./neededPackages.mjs').NeededPackage[]} packages
 * @property {string} notices text of TensorFlow's third-party notices
 */

/**
 * Writes what both packages hold, with the folders of a checkout: `out` (the built program and page), `node_modules` with what the
 * program loads, `resources`, `package.json`, and TensorFlow's library where its addon looks for it.
 * @param {string} folder replaced where it is there
 * @returns {Promise<StagedApp>}
 * @throws {Error} where the program cannot be built, or the native library is not the one of the wheel
 */
export async function stageApp(folder) {
  if (!(await ensureBuilt())) throw new Error('the app could not be built')
  await rm(folder, { recursive: true, force: true })
  const packages = await neededPackages(join(checkout, 'out'))
  await place(folder, 'out', (file) => !/\.map$|(^|\/)\./.test(file))
  await place(folder, 'resources', (file) => /^(samples|examples)\//.test(file))
  for (const { folder: from, files } of packages) {
    for (const file of files) await placeFile(join(checkout, from, file), join(folder, from, file))
  }
  for (const file of openers) await placeFile(join(checkout, 'scripts', file), join(folder, 'scripts', file))
  await writeManifest(folder)
  const notices = await stageLibrary(folder)
  return { packages, notices }
}

/**
 * @param {string} folder
 * @param {string} part of the checkout
 * @param {(file: string) => boolean} isWanted
 */
async function place(folder, part, isWanted) {
  const files = (await filesIn(join(checkout, part))).filter(isWanted)
  for (const file of files) await placeFile(join(checkout, part, file), join(folder, part, file))
}

/** @param {string} folder */
async function writeManifest(folder) {
  const { name, version, description } = manifest()
  const text = { name, version, description, license: 'MIT', private: true, type: 'module', main: 'out/main/index.js' }
  await writeFile(join(folder, 'package.json'), `${JSON.stringify(text, null, 2)}\n`)
}

/**
 * The addon and its library, as a checkout links them from the cache; and the notes by which the program knows that it has them.
 * @param {string} folder
 */
async function stageLibrary(folder) {
  const state = readState(checkout)
  const source = wheelSources[platformName()]
  if (state?.origin !== 'wheel' || state.library === null || source === undefined) {
    throw new Error(
      'a package needs the TensorFlow library of the wheel: run `npm run setup` where pip and g++ are installed',
    )
  }
  const tfjs = addonPlace(folder).replace(/napi-v\d+\/[^/]+$/, '')
  await copyAddon(addonPlace(checkout), addonPlace(folder))
  // Optional in a checkout; a package then trains without it too.
  const kernel = existsSync(kernelPlace(checkout)) ? [kernelPlace(folder)] : []
  for (const to of kernel) await copyAddon(kernelPlace(checkout), to)
  for (const { file } of source.libraries) await placeFile(join(state.library, file), join(tfjs, file))
  const files = [addonPlace(folder), ...kernel, ...source.libraries.map(({ file }) => join(tfjs, file))]
  await writeNotes(folder, files, kernelNotes(folder, state.kernelReason))
  return await readNotices(state.library)
}

/**
 * @param {string} from a file, or a link to one
 * @param {string} to
 * @throws {Error} where it would not load on old systems
 */
async function copyAddon(from, to) {
  const bytes = await readFile(from)
  for (const library of /** @type {const} */ (['GLIBC', 'GLIBCXX'])) {
    if (newestVersion(bytes, library) <= oldest[library]) continue
    throw new Error(
      `${from} needs a newer ${library} than the oldest systems have: run \`npm run setup\` to build it again`,
    )
  }
  await mkdir(dirname(to), { recursive: true })
  await writeFile(to, bytes, { mode: 0o755 })
}

/**
 * Whether a package has the training kernel, as set-up notes it of a checkout; its path begins at the package's own folder.
 * @param {string} folder
 * @param {string | null | undefined} reason why this checkout has none
 */
export function kernelNotes(folder, reason) {
  const kernel = kernelPlace(folder)
  if (existsSync(kernel)) return { kernel: relative(folder, kernel), kernelReason: null }
  return { kernel: null, kernelReason: `the package was made without it (${reason ?? 'it was not built'})` }
}

/**
 * @param {string} folder
 * @param {string[]} files
 * @param {ReturnType<typeof kernelNotes>} kernel
 */
async function writeNotes(folder, files, kernel) {
  const records = files.map(async (path) => {
    return { path: relative(folder, path), size: sizeOf(path) ?? -1, sha256: await sha256Of(path) }
  })
  const notes = {
    ...{ backend: 'native', origin: 'package', forced: false, reason: null, hint: null },
    ...{ library: 'node_modules/@tensorflow/tfjs-node/lib', cache: '', preparedAt: '' },
    ...kernel,
    files: await Promise.all(records),
  }
  await writeFile(join(folder, 'node_modules', '.holdout-setup.json'), `${JSON.stringify(notes, null, 2)}\n`)
}

/** @param {string} library */
async function readNotices(library) {
  const file = join(library, '..', noticesFile)
  return await readFile(file, 'utf8').catch(() => {
    const folder = join(library, '..')
    throw new Error(`the library of an earlier set-up lacks its licences: delete ${folder} and run \`npm run setup\``)
  })
}
