import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { constants } from 'node:os'
import { join } from 'node:path'
import { cacheFolder, checkout } from './folders.mjs'
import { withLock } from './lock.mjs'
import { ensureNodeModules, localNode } from './nodeModules.mjs'
import { say } from './say.mjs'
import { startersOf } from './starters.mjs'
import { currentStamp, isReady, readState, statePath } from './state.mjs'

/**
 * What every command begins with: packages, Node and the TensorFlow library are there when it returns. Where they
 * are already, it reads what the record of the last set-up was made from (the lockfile and the sources of the kernel) and
 * compares that and the sizes of the files named there: a changed source of the kernel builds it again.
 * @param {{ portable?: boolean, again?: boolean, root?: string, cache?: string }} [options] `again` looks for
 *   everything anew
 * @throws {Error} when packages or Node cannot be had; a missing native library is no error
 */
export async function ensureReady(options = {}) {
  const { portable = isPortableWanted(), again = false, root = checkout, cache = cacheFolder() } = options
  if (!again && isReady(readState(root), { stamp: currentStamp(root), portable })) return
  const name = createHash('sha256').update(root).digest('hex').slice(0, 16)
  await withLock(join(cache, 'locks', `checkout-${name}`), async (hold) => {
    // Another set-up may have done it all while this one waited.
    if (!again && isReady(readState(root), { stamp: currentStamp(root), portable })) return
    if (again) await rm(statePath(root), { force: true })
    await ensureNodeModules(root, hold)
    await prepare({ root, cache, portable })
  })
}

/**
 * @param {string[]} [args] of the command line
 * @param {NodeJS.ProcessEnv} [env]
 */
export function isPortableWanted(args = process.argv.slice(2), env = process.env) {
  return env.HOLDOUT_BACKEND === 'portable' || args.includes('--portable')
}

/**
 * The rest of set-up runs in the Node it has just installed.
 * @param {{ root: string, cache: string, portable: boolean }} what
 */
async function prepare({ root, cache, portable }) {
  const script = join(checkout, 'scripts', 'setup', 'prepareNative.mjs')
  const code = await runProgram(localNode(root), [script, root, cache, portable ? 'portable' : 'auto'], 'errors')
  if (code !== 0) throw new Error(`set-up ended with code ${code}`)
}

/**
 * Hands the terminal over to a program of this checkout and waits for its end.
 * @param {string} program
 * @param {string[]} args
 * @param {'all' | 'errors'} [output] `errors`: nothing on stdout
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<number>} its exit code, as a shell would see it
 */
export function runProgram(program, args, output = 'all', env = process.env) {
  return new Promise((resolve, reject) => {
    const stdio = /** @type {const} */ (['inherit', output === 'all' ? 'inherit' : process.stderr.fd, 'inherit'])
    const child = spawn(program, args, { stdio: [...stdio], env })
    // On a terminal Ctrl-C reaches the whole group; a signal sent to this process alone is passed on.
    const passOn = (/** @type {NodeJS.Signals} */ signal) => {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal)
    }
    for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(signal, passOn)
    child.on('error', reject)
    child.on('close', (code, signal) => resolve(code ?? signalCode(signal)))
  })
}

/** @param {NodeJS.Signals | null} signal */
function signalCode(signal) {
  return 128 + (signal ? constants.signals[signal] : 0)
}

/**
 * Lets Node keep what it has compiled, for this program and those it starts: the app is there in half the time.
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {NodeJS.ProcessEnv}
 */
export function rememberingEnv(env = process.env) {
  return { NODE_COMPILE_CACHE: join(checkout, 'node_modules', '.cache', 'compiled'), ...env }
}

/**
 * Ends a launcher: sets up, runs a program with the checkout's own Node, and takes over its exit code.
 * @param {string[]} args for Node: a file and its arguments
 * @returns {Promise<void>}
 */
export async function launch(args) {
  try {
    await ensureReady()
    const env = { ...rememberingEnv(), HOLDOUT_STARTERS: startersOf() }
    process.exitCode = await runProgram(localNode(checkout), args, 'all', env)
  } catch (error) {
    say(error instanceof Error ? error.message : String(error))
    process.exitCode = 1
  }
}
