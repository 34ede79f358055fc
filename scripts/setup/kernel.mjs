import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { clearPartial } from './library.mjs'
import { placeAddon } from './addon.mjs'
import { buildLibrary, olderRuntime } from './buildLibrary.mjs'
import { lastWords, runCommand } from './command.mjs'
import { flags, kernelPlace, kernelStamp, napiVersion, sourceFolder, sourcesOf } from './kernelSources.mjs'
import { withLock } from './lock.mjs'
import { localNode } from './nodeModules.mjs'
import { say } from './say.mjs'
import { sizeOf } from './state.mjs'

/**
 * Builds the kernel that trains without TensorFlow, or takes it from the cache, and links it to its place.
 * @param {{ root: string, cache: string, env: NodeJS.ProcessEnv, probe?: typeof probeKernel }} what
 * @returns {Promise<{ file: string } | { reason: string }>} why there is none in one sentence
 */
export async function prepareKernel({ root, cache, env, probe = probeKernel }) {
  try {
    const kernel = join(cache, 'kernel', kernelStamp(root), 'lane_kernel.node')
    await mkdir(cache, { recursive: true })
    await withLock(join(cache, 'locks', 'kernel'), async () => {
      await clearPartial(join(cache, 'kernel'))
      if (sizeOf(kernel) === undefined) await buildKernel(root, kernel, env)
    })
    await probe(kernel, localNode(root))
    await placeAddon(kernel, kernelPlace(root))
    return { file: kernelPlace(root) }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    await rm(kernelPlace(root), { force: true })
    say(`training kernel: ${reason}`)
    return { reason }
  }
}

/**
 * @param {string} root
 * @param {string} kernel
 * @param {NodeJS.ProcessEnv} env
 */
async function buildKernel(root, kernel, env) {
  const folder = sourceFolder(root)
  const args = [
    ...flags,
    `-DNAPI_VERSION=${napiVersion}`,
    ...['-I', join(root, 'node_modules', 'node-api-headers', 'include')],
    ...sourcesOf(root)
      .filter((name) => name.endsWith('.cc'))
      .map((name) => join(folder, name)),
    olderRuntime,
    ...(process.platform === 'darwin' ? ['-undefined', 'dynamic_lookup'] : []),
  ]
  await buildLibrary({ file: kernel, name: 'the training kernel', seconds: 15, args, folder, env })
}

/**
 * Loads the kernel in a process of its own.
 * @param {string} kernel
 * @param {string} node
 * @throws {Error} when it does not load
 */
export async function probeKernel(kernel, node) {
  const script = 'process.stdout.write("kinds " + require(process.argv[1]).kinds().join(" "))'
  const result = await runCommand(node, ['-e', script, kernel], { env: process.env, timeoutMs: 60_000 })
  if (result.code !== 0 || !result.output.includes('kinds'))
    throw new Error(`the training kernel does not load: ${lastWords(result)}`)
}
