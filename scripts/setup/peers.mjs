import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { lastWords, plainEnvironment, runCommand } from './command.mjs'
import { cacheFolder, checkout } from './folders.mjs'
import { withLock } from './lock.mjs'
import { tensorflowVersion } from './platform.mjs'
import { say } from './say.mjs'

/** The packages that tests compare with, exactly. */
const packages = [
  `tensorflow-cpu==${tensorflowVersion}`,
  'keras==3.15.1',
  'onnxruntime==1.30.0',
  'scikit-learn==1.9.1',
  'pandas==3.0.6',
  'polars==1.44.2',
  'pyarrow==25.0.1',
]

/** What the bench compares with besides, in a folder of its own: 750 MB that no test needs. The build for processors alone comes first. */
const torches = ['torch==2.13.0+cpu', 'torch==2.13.0']

/** The engine that tests start a cluster of, in a Python of its own: 235 MB. */
const rays = ['ray==2.58.0']

/** A name that an index lacks is asked for once: asking again costs minutes and finds nothing. */
const PIP_INSTALL = [
  '-m',
  'pip',
  'install',
  '--retries',
  '0',
  '--only-binary=:all:',
  '--no-compile',
  '--progress-bar',
  'off',
  '--disable-pip-version-check',
]

/** Longer than any network that works takes. */
const patienceMs = 240_000

/**
 * A folder of the cache that is named after what is in it.
 * @param {string} cache
 * @param {string} name
 * @param {string[]} contents
 */
function folderOf(cache, name, contents) {
  const sum = createHash('sha256').update(contents.join('\n')).digest('hex').slice(0, 12)
  return join(cache, `${name}-${sum}`)
}

/** @param {string} folder of a virtual environment */
function pythonIn(folder) {
  return join(folder, 'bin', 'python')
}

/**
 * The program of the Python that tests compare with: the one that `HOLDOUT_PEERS` names, or the one in the cache.
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {string | undefined}
 */
export function findPeers(env = process.env) {
  return findPython(env, env.HOLDOUT_PEERS, folderOf(cacheFolder(env), 'peers', packages))
}

/**
 * The program of the Python that has Ray: the one that `HOLDOUT_RAY` names, or the one in the cache.
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {string | undefined}
 */
export function findRay(env = process.env) {
  return findPython(env, env.HOLDOUT_RAY, folderOf(cacheFolder(env), 'ray', rays))
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {string | undefined} named
 * @param {string} folder
 */
function findPython(env, named, folder) {
  if (named) return named
  return existsSync(pythonIn(folder)) ? pythonIn(folder) : undefined
}

/**
 * Makes a Python with Keras, onnxruntime, scikit-learn and pandas in the per-user cache, unless it is there. Your own
 * Python is left as it is.
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<{ python?: string, reason?: string }>} the program, or why there is none
 */
export async function ensurePeers(env = process.env) {
  const found = findPeers(env)
  if (found) return { python: found }
  say('making a Python with Keras and onnxruntime, which tests compare with (about 450 MB, once)')
  return await makePython(folderOf(cacheFolder(env), 'peers', packages), packages, env)
}

/**
 * Makes a Python with Ray in the per-user cache, unless it is there.
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<{ python?: string, reason?: string }>} the program, or why there is none
 */
export async function ensureRay(env = process.env) {
  const found = findRay(env)
  if (found) return { python: found }
  say('making a Python with Ray, which tests start a cluster of (about 235 MB, once)')
  return await makePython(folderOf(cacheFolder(env), 'ray', rays), rays, env)
}

/**
 * A virtual environment with packages.
 * @param {string} folder
 * @param {string[]} wanted
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<{ python?: string, reason?: string }>}
 */
async function makePython(folder, wanted, env) {
  if (process.platform === 'win32') return { reason: 'it is made on Linux and macOS only' }
  const plain = plainEnvironment(checkout, env)
  const reason = await fillOnce(folder, env, async (arriving) => {
    const made = await runCommand('python3', ['-m', 'venv', arriving], { env: plain })
    return made.code === 0 ? await install(pythonIn(arriving), wanted, plain) : lastWords(made)
  })
  return reason === undefined ? { python: pythonIn(folder) } : { reason }
}

/**
 * A folder with PyTorch for the Python of `ensurePeers`, made in the per-user cache unless it is there.
 * @param {string} python
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<{ folder?: string, reason?: string }>} the folder for `PYTHONPATH`, or why there is none
 */
export async function ensureTorch(python, env = process.env) {
  const folder = folderOf(cacheFolder(env), 'torch', torches)
  const plain = plainEnvironment(checkout, env)
  const reason = await fillOnce(folder, env, async (arriving) => {
    say('installing PyTorch, which the bench compares with (about 250 MB, once)')
    let last
    for (const torch of torches) {
      last = await install(python, ['--target', arriving, torch], plain)
      if (last === undefined) break
    }
    return last
  })
  return reason === undefined ? { folder } : { reason }
}

/**
 * Fills a folder of the cache once, whoever asks for it meanwhile. It is filled under a temporary name and renamed last, so what
 * bears the name is whole. Programs of a virtual environment find themselves by the link in `bin`, so it may be renamed.
 * @param {string} folder
 * @param {NodeJS.ProcessEnv} env
 * @param {(arriving: string) => Promise<string | undefined>} fill returns why it could not be filled
 * @returns {Promise<string | undefined>} why it is not there
 */
async function fillOnce(folder, env, fill) {
  return await withLock(join(cacheFolder(env), 'locks', basename(folder)), async () => {
    if (existsSync(folder)) return undefined
    const arriving = `${folder}.partial-${process.pid}`
    await mkdir(dirname(folder), { recursive: true })
    try {
      const reason = await fill(arriving)
      if (reason === undefined) await rename(arriving, folder)
      return reason
    } finally {
      await rm(arriving, { recursive: true, force: true })
    }
  })
}

/**
 * @param {string} python
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<string | undefined>} why it failed
 */
async function install(python, args, env) {
  const done = await runCommand(python, [...PIP_INSTALL, ...args], { env, timeoutMs: patienceMs })
  return done.code === 0 ? undefined : lastWords(done)
}
