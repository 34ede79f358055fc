import { createHash } from 'node:crypto'
import { readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { kernelStamp } from './kernelSources.mjs'
import { parseJson } from './parseJson.mjs'
import { platformName, tensorflowVersion } from './platform.mjs'

/**
 * What set-up did, in `node_modules/.holdout-setup.json`: the next start reads it to do nothing, `holdout doctor` to tell.
 * It is written last, so that an interrupted set-up leaves none.
 *
 * @typedef {object} SetupState
 * @property {string} stamp hash of the lockfile, the versions, the platform and the sources of the kernel; another one means: set up again
 * @property {'native' | 'portable'} backend
 * @property {'wheel' | 'download' | 'none'} origin where the TensorFlow library came from
 * @property {boolean} forced whether the portable backend was asked for, and nothing native looked for
 * @property {string | null} reason why it is not native, in one sentence; null where it is
 * @property {string | null} hint how to fix that
 * @property {{ tensorflow: string | null, tfjsNode: string, node: string }} versions
 * @property {string | null} library folder of the TensorFlow library
 * @property {string | null} addon path of the addon as tfjs-node loads it
 * @property {string | null} kernel path of the training kernel
 * @property {string | null} kernelReason why there is no kernel, in one sentence; null where there is one
 * @property {{ path: string, size: number, sha256: string | null }[]} files what must still be there, with sizes in bytes and the SHA-256
 *   they had when they were installed; Node comes first
 * @property {string} cache the per-user folder
 * @property {string} preparedAt ISO 8601
 */

/** Changes when set-up itself learns something that earlier states lack. */
const setupVersion = 3

/** @param {string} root */
export function statePath(root) {
  return join(root, 'node_modules', '.holdout-setup.json')
}

/**
 * @param {string} root
 * @returns {string}
 */
export function currentStamp(root) {
  const hash = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')))
  return hash.update(`${setupVersion} ${tensorflowVersion} ${platformName()} ${kernelStamp(root)}`).digest('hex')
}

/**
 * @param {string} root
 * @returns {SetupState | undefined}
 */
export function readState(root) {
  try {
    return /** @type {SetupState} */ (parseJson(readFileSync(statePath(root), 'utf8')))
  } catch {
    return undefined
  }
}

/**
 * @param {string} root
 * @param {SetupState} state
 */
export function writeState(root, state) {
  const partial = `${statePath(root)}.partial-${process.pid}`
  writeFileSync(partial, `${JSON.stringify(state, null, 2)}\n`)
  renameSync(partial, statePath(root))
}

/**
 * Whether nothing is left to do: the state fits this checkout and every file it names is there in its size.
 * @param {SetupState | undefined} state
 * @param {{ stamp: string, portable: boolean }} wanted
 * @returns {state is SetupState}
 */
export function isReady(state, { stamp, portable }) {
  if (state?.stamp !== stamp) return false
  if (state.forced && !portable) return false
  const needed = portable ? state.files.slice(0, 1) : state.files
  return needed.every(({ path, size }) => sizeOf(path) === size)
}

/** @param {string} path */
export function sizeOf(path) {
  return statSync(path, { throwIfNoEntry: false })?.size
}
