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
 * The folder of the Python that tests compare with, whether it is there or not.
 * @param {string} cache
 */
function peersFolder(cache) {
  const name = createHash('sha256').update(packages.join('\n')).digest('hex').slice(0, 12)
  return join(cache, `peers-${name}`)
}

/**
 * The program of that Python: the one that `HOLDOUT_PEERS` names, or the one in the cache.
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {string | undefined}
 */
export function findPeers(env = process.env) {
  if (env.HOLDOUT_PEERS) return env.HOLDOUT_PEERS
  const python = join(peersFolder(cacheFolder(env)), 'bin', 'python')
  return existsSync(python) ? python : undefined
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
  if (process.platform === 'win32') return { reason: 'it is made on Linux and macOS only' }
  const cache = cacheFolder(env)
  const folder = peersFolder(cache)
  const python = join(folder, 'bin', 'python')
  return withLock(join(cache, 'locks', basename(folder)), async () => {
    if (existsSync(python)) return { python }
    const reason = await make(folder, plainEnvironment(checkout, env))
    return reason === undefined ? { python } : { reason }
  })
}

/**
 * Made under a temporary name and renamed last: its programs find themselves by the link in `bin`.
 * @param {string} folder
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<string | undefined>} why it could not be made
 */
async function make(folder, env) {
  const arriving = `${folder}.partial-${process.pid}`
  await mkdir(dirname(folder), { recursive: true })
  say('making a Python with Keras and onnxruntime, which tests compare with (about 450 MB, once)')
  try {
    const made = await runCommand('python3', ['-m', 'venv', arriving], { env })
    if (made.code !== 0) return lastWords(made)
    const python = join(arriving, 'bin', 'python')
    const filled = await runCommand(python, [...PIP_INSTALL, ...packages], {
      env,
      timeoutMs: patienceMs,
    })
    if (filled.code !== 0) return lastWords(filled)
    await rename(arriving, folder)
    return undefined
  } finally {
    await rm(arriving, { recursive: true, force: true })
  }
}

/**
 * A folder with PyTorch for the Python of `ensurePeers`, made in the per-user cache unless it is there.
 * @param {string} python
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<{ folder?: string, reason?: string }>} the folder for `PYTHONPATH`, or why there is none
 */
export async function ensureTorch(python, env = process.env) {
  const cache = cacheFolder(env)
  const name = createHash('sha256').update(torches.join('\n')).digest('hex').slice(0, 12)
  const folder = join(cache, `torch-${name}`)
  return withLock(join(cache, 'locks', basename(folder)), async () => {
    if (existsSync(folder)) return { folder }
    const arriving = `${folder}.partial-${process.pid}`
    say('installing PyTorch, which the bench compares with (about 250 MB, once)')
    try {
      let reason = ''
      for (const torch of torches) {
        const args = [...PIP_INSTALL, '--target', arriving, torch]
        const filled = await runCommand(python, args, { env: plainEnvironment(checkout, env), timeoutMs: patienceMs })
        if (filled.code === 0) {
          await rename(arriving, folder)
          return { folder }
        }
        reason = lastWords(filled)
      }
      return { reason }
    } finally {
      await rm(arriving, { recursive: true, force: true })
    }
  })
}
