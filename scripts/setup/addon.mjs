import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, readdir, rename, rm, symlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { lastWords, runCommand } from './command.mjs'
import { platformName, tensorflowVersion } from './platform.mjs'
import { say, sayStill } from './say.mjs'

/** The version of Node's C interface the addon is built for; the same in every Node and Electron since. */
const napiVersion = 8

const flags = ['-O2', '-std=c++17', '-shared', '-fPIC', `-DNAPI_VERSION=${napiVersion}`]

/** The library is found from where the addon lies: in the cache and, under the same folders, in a package. */
const runPath = `-Wl,-rpath,${process.platform === 'darwin' ? '@loader_path' : '$ORIGIN'}/../../lib`

/** Compiled into addons, so that they ask for no newer system than TensorFlow and Node do. */
export const olderRuntime = join(import.meta.dirname, 'olderRuntime.cc')

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
 * A C++ compiler of this machine.
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<string>}
 * @throws {Error} when there is none
 */
export async function findCompiler(env) {
  for (const program of env.CXX ? [env.CXX] : ['g++', 'c++', 'clang++']) {
    if ((await runCommand(program, ['--version'], { env })).code === 0) return program
  }
  throw new Error('there is no C++ compiler (g++ or clang++) to build the addon with')
}

/**
 * Builds tfjs-node's addon against the library, in one call, to a temporary name first.
 * @param {{ root: string, library: string, addon: string, source: import('./platform.mjs').WheelSource, env: NodeJS.ProcessEnv }} what
 */
export async function buildAddon({ root, library, addon, source, env }) {
  const compiler = await findCompiler(env)
  say(`building the addon between Node and TensorFlow with ${compiler} (about 10 s)`)
  const partial = `${dirname(addon)}.partial-${process.pid}`
  await mkdir(partial, { recursive: true })
  const args = compilerArguments({ root, library, source, output: join(partial, 'tfjs_binding.node') })
  const result = await sayStill('building', runCommand(compiler, args, { env, cwd: tfjsFolder(root) }))
  if (result.code !== 0) {
    await rm(partial, { recursive: true, force: true })
    throw new Error(`${compiler} could not build the addon: ${lastWords(result)}`)
  }
  await rm(dirname(addon), { recursive: true, force: true })
  await rename(partial, dirname(addon))
}

/** @param {{ root: string, library: string, source: import('./platform.mjs').WheelSource, output: string }} what */
function compilerArguments({ root, library, source, output }) {
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
    ...['-o', output],
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
