import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, readdir, rename, rm, symlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { buildLibrary, olderRuntime } from './buildLibrary.mjs'
import { lastWords, runCommand } from './command.mjs'
import { platformName, tensorflowVersion } from './platform.mjs'

/** The version of Node's C interface the addon is built for; the same in every Node and Electron since. */
const napiVersion = 8

const flags = ['-O2', '-std=c++17', '-shared', '-fPIC', `-DNAPI_VERSION=${napiVersion}`]

/** The library is found from where the addon lies: in the cache and, under the same folders, in a package. */
const runPath = `-Wl,-rpath,${process.platform === 'darwin' ? '@loader_path' : '$ORIGIN'}/../../lib`

/** @param {string} root */
export function tfjsFolder(root) {
  return join(root, 'node_modules', '@tensorflow', 'tfjs-node')
}

/**
 * Where tfjs-node looks for its addon.
 * @param {string} root
 */
export function addonPlace(root) {
  return join(tfjsFolder(root), 'lib', `napi-v${napiVersion}`, 'tfjs_binding.node')
}

/**
 * Where the built addon is kept beside its library: another set of sources, flags or headers has another name.
 * @param {string} root
 * @param {string} library
 * @returns {Promise<string>}
 */
export async function cachedAddon(root, library) {
  const hash = createHash('sha256').update(`${tensorflowVersion} napi${napiVersion} ${platformName()}`)
  const sources = join(tfjsFolder(root), 'binding')
  for (const name of (await readdir(sources)).sort()) hash.update(name).update(await readFile(join(sources, name)))
  hash
    .update(flags.join(' '))
    .update(runPath)
    .update(await readFile(olderRuntime))
  return join(library, 'addon', hash.digest('hex').slice(0, 16), 'tfjs_binding.node')
}

/**
 * Builds tfjs-node's addon against the library.
 * @param {{ root: string, library: string, addon: string, source: import('./platform.mjs').WheelSource, env: NodeJS.ProcessEnv }} what
 */
export async function buildAddon({ root, library, addon, source, env }) {
  const args = compilerArguments({ root, library, source })
  const name = 'the addon between Node and TensorFlow'
  await buildLibrary({ file: addon, name, seconds: 10, args, folder: tfjsFolder(root), env })
}

/** @param {{ root: string, library: string, source: import('./platform.mjs').WheelSource }} what */
function compilerArguments({ root, library, source }) {
  const includes = [
    join(root, 'node_modules', 'node-api-headers', 'include'),
    join(library, 'include'),
    tfjsFolder(root),
  ]
  return [
    ...flags,
    ...includes.flatMap((folder) => ['-I', folder]),
    ...['tfjs_backend.cc', 'tfjs_binding.cc'].map((file) => join('binding', file)),
    olderRuntime,
    ...['-L', join(library, 'lib'), '-ltensorflow', '-ltensorflow_framework'],
    runPath,
    ...source.linkerFlags,
  ]
}

/**
 * Links the cached addon to where tfjs-node looks for it.
 * @param {string} addon
 * @param {string} place
 */
export async function placeAddon(addon, place) {
  const partial = `${place}.partial-${process.pid}`
  await mkdir(dirname(place), { recursive: true })
  await rm(partial, { force: true })
  await symlink(addon, partial)
  await rename(partial, place)
}

/**
 * Loads the addon in a process of its own, since what does not fit this machine may end the process that tries.
 * @param {string} addon
 * @param {string} node
 * @returns {Promise<string>} version of the library
 * @throws {Error} when it does not load
 */
export async function probeAddon(addon, node) {
  if (!existsSync(addon)) throw new Error(`${addon} is missing`)
  const script = 'process.stdout.write("TensorFlow " + require(process.argv[1]).TF_Version)'
  const env = { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3' }
  const result = await runCommand(node, ['-e', script, addon], { env, timeoutMs: 120_000 })
  const version = /TensorFlow (\S+)$/.exec(result.output)?.[1]
  if (result.signal === 'SIGILL') throw new Error('this processor lacks instructions (AVX) that TensorFlow needs')
  if (result.code !== 0 || !version) throw new Error(`the TensorFlow library does not load: ${lastWords(result)}`)
  return version
}
