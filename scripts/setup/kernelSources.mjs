import { createHash } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { olderRuntime } from './buildLibrary.mjs'
import { platformName } from './platform.mjs'

/** The version of Node's C interface that the kernel is built for. */
export const napiVersion = 8

/** Warnings of GCC that its own headers cause are left out. */
export const flags = ['-O3', '-std=c++17', '-shared', '-fPIC', '-ffp-contract=off', '-fno-math-errno', '-w', '-pthread']

/** @param {string} root */
export function sourceFolder(root) {
  return join(root, 'src', 'trainer', 'kernel', 'native')
}

/**
 * Names of the kernel's sources.
 * @param {string} root
 */
export function sourcesOf(root) {
  return readdirSync(sourceFolder(root))
    .filter((name) => /\.(cc|h)$/.test(name))
    .sort()
}

/**
 * Where the trainer loads the kernel from.
 * @param {string} root
 */
export function kernelPlace(root) {
  return join(root, 'node_modules', '.holdout', 'lane_kernel.node')
}

/**
 * Hash of all that the kernel is built from: other sources need another build.
 * @param {string} root
 */
export function kernelStamp(root) {
  const hash = createHash('sha256').update(`napi${napiVersion} ${platformName()} ${flags.join(' ')}`)
  hash.update(readFileSync(olderRuntime))
  for (const name of sourcesOf(root)) hash.update(name).update(readFileSync(join(sourceFolder(root), name)))
  return hash.digest('hex').slice(0, 16)
}
