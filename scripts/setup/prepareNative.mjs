import { readFileSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { addonPlace, buildAddon, cachedAddon, placeAddon, probeAddon, tfjsFolder } from './addon.mjs'
import { findCompiler } from './buildLibrary.mjs'
import { plainEnvironment } from './command.mjs'
import { downloadOfficial, hasOfficialLibrary } from './download.mjs'
import { prepareKernel, probeKernel } from './kernel.mjs'
import { clearPartial, isLibraryWhole, libraryFolder, unpackLibrary } from './library.mjs'
import { withLock } from './lock.mjs'
import { localNode } from './nodeModules.mjs'
import { platformName, wheelSources } from './platform.mjs'
import { parseJson } from './parseJson.mjs'
import { say } from './say.mjs'
import { sha256Of } from './sha256.mjs'
import { currentStamp, sizeOf, writeState } from './state.mjs'
import { fetchWheel } from './wheel.mjs'

/**
 * Gets the native TensorFlow library for one checkout, by the first way that works, and records what came of it.
 *
 * @typedef {object} Place
 * @property {string} root the checkout
 * @property {string} cache the per-user folder
 * @property {NodeJS.ProcessEnv} env
 * @property {(addon: string, node: string) => Promise<string>} probe loads an addon and tells the library's version
 * @property {typeof probeKernel} probeKernel loads the training kernel
 *
 * @typedef {object} Found
 * @property {'wheel' | 'download'} origin
 * @property {string} version
 * @property {string} library
 * @property {string[]} files
 */

/** @type {readonly { name: string, get: (place: Place) => Promise<Found> }[]} */
const ways = [
  { name: 'library of the wheel', get: getFromWheel },
  { name: 'official download', get: getFromDownload },
]

/**
 * @param {{ root: string, cache: string, portable: boolean, env?: NodeJS.ProcessEnv, probe?: Place['probe'],
 *   probeKernel?: Place['probeKernel'] }} options
 * @returns {Promise<import('./state.mjs').SetupState>}
 */
export async function prepareNative(options) {
  const { root, cache, portable, env = process.env, probe = probeAddon } = options
  const place = {
    root,
    cache,
    env: plainEnvironment(root, env),
    probe,
    probeKernel: options.probeKernel ?? probeKernel,
  }
  const stamp = currentStamp(root)
  const result = portable ? { reasons: [] } : await tryAll(place)
  const kernel = portable
    ? { reason: 'the portable backend was asked for' }
    : await prepareKernel({ ...place, probe: place.probeKernel })
  const state = await describe(place, stamp, portable, { ...result, kernel })
  writeState(root, state)
  if (state.backend === 'native')
    say(
      `ready: TensorFlow ${state.versions.tensorflow}, native${state.kernel === null ? '' : ', and the training kernel'}`,
    )
  else say(portable ? 'ready: portable backend, as asked for' : `going on with the portable backend: ${state.reason}`)
  return state
}

/**
 * @param {Place} place
 * @returns {Promise<{ found?: Found, reasons: string[] }>}
 */
async function tryAll(place) {
  const reasons = []
  for (const way of ways) {
    try {
      return { found: await way.get(place), reasons }
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      say(`${way.name}: ${reason}`)
      reasons.push(reason)
    }
  }
  return { reasons }
}

/**
 * The library of the wheel: in the cache already, or fetched into it.
 * @param {Place} place
 * @returns {Promise<Found>}
 */
async function getFromWheel(place) {
  const source = wheelSources[platformName()]
  if (!source) throw new Error(`there is no wheel with the library for ${platformName()}`)
  const library = libraryFolder(place.cache)
  await mkdir(place.cache, { recursive: true })
  const addon = await withLock(join(place.cache, 'locks', 'tensorflow'), () => fillCache(place, library, source))
  const version = await place.probe(addon, localNode(place.root))
  await placeAddon(addon, addonPlace(place.root))
  const files = source.libraries.map(({ file }) => join(library, 'lib', file))
  return { origin: 'wheel', version, library: join(library, 'lib'), files: [...files, addonPlace(place.root)] }
}

/**
 * @param {Place} place
 * @param {string} library
 * @param {import('./platform.mjs').WheelSource} source
 * @returns {Promise<string>} path of the built addon
 */
async function fillCache({ root, cache, env }, library, source) {
  const addon = await cachedAddon(root, library)
  for (const folder of [cache, join(cache, 'downloads'), library, join(library, 'addon')]) await clearPartial(folder)
  const hasAddon = sizeOf(addon) !== undefined
  const hasHeaders = sizeOf(join(library, 'include')) !== undefined
  if ((await isLibraryWhole(library)) && (hasAddon || hasHeaders)) {
    if (!hasAddon) await buildAddon({ root, library, addon, source, env })
  } else {
    await findCompiler(env)
    await unpackLibrary(await fetchWheel({ cache, source, env }), library, source)
    await buildAddon({ root, library, addon, source, env })
  }
  await dropLeftovers(cache, library)
  return addon
}

/**
 * The wheel and its headers have done their part once the addon is built.
 * @param {string} cache
 * @param {string} library
 */
async function dropLeftovers(cache, library) {
  const headers = join(library, 'include')
  const going = `${headers}.partial-${process.pid}`
  // Renamed first: headers that are there are all there.
  if (sizeOf(headers) !== undefined) await rename(headers, going)
  await rm(going, { recursive: true, force: true })
  await rm(join(cache, 'downloads'), { recursive: true, force: true })
}

/**
 * The library that tfjs-node downloads itself: there already, or fetched now.
 * @param {Place} place
 * @returns {Promise<Found>}
 */
async function getFromDownload({ root, env, probe }) {
  const node = localNode(root)
  const addon = addonPlace(root)
  if (!hasOfficialLibrary(root) || sizeOf(addon) === undefined) await downloadOfficial({ root, node, env })
  const version = await probe(addon, node)
  return { origin: 'download', version, library: join(tfjsFolder(root), 'deps', 'lib'), files: [addon] }
}

/**
 * @param {Place} place
 * @param {string} stamp
 * @param {boolean} forced
 * @param {{ found?: Found, reasons: string[], kernel: { file: string } | { reason: string } }} result
 * @returns {Promise<import('./state.mjs').SetupState>}
 */
async function describe({ root, cache }, stamp, forced, { found, reasons, kernel }) {
  const paths = [localNode(root), ...(found?.files ?? []), ...('file' in kernel ? [kernel.file] : [])]
  return {
    stamp,
    backend: found ? 'native' : 'portable',
    origin: found?.origin ?? 'none',
    forced,
    reason: found ? null : forced ? 'the portable backend was asked for' : reasons.join('; '),
    hint: found ? null : fix(forced),
    versions: {
      tensorflow: found?.version ?? null,
      tfjsNode: packageVersion(root, '@tensorflow/tfjs-node'),
      node: packageVersion(root, 'node'),
    },
    library: found?.library ?? null,
    addon: found ? addonPlace(root) : null,
    kernel: 'file' in kernel ? kernel.file : null,
    kernelReason: 'reason' in kernel ? kernel.reason : null,
    files: await Promise.all(paths.map(fileRecord)),
    cache,
    preparedAt: new Date().toISOString(),
  }
}

/**
 * What `holdout doctor` compares later: damage of the same size is noticed by its sum alone.
 * @param {string} path
 */
async function fileRecord(path) {
  return { path, size: sizeOf(path) ?? -1, sha256: await sha256Of(path).catch(() => null) }
}

/** @param {boolean} forced */
function fix(forced) {
  if (forced) return 'Run `npm run setup` without HOLDOUT_BACKEND=portable to get the native library.'
  return 'Install Python 3 with pip and a C++ compiler (such as g++), then run `npm run setup`.'
}

/**
 * @param {string} root
 * @param {string} name
 * @returns {string}
 */
function packageVersion(root, name) {
  const text = readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8')
  return /** @type {{ version: string }} */ (parseJson(text)).version
}

if (process.argv[1] === import.meta.filename) {
  const [root, cache, backend] = process.argv.slice(2)
  await prepareNative({ root, cache, portable: backend === 'portable' })
}
