import { mkdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { lastWords, runCommand } from './command.mjs'
import { say, sayStill } from './say.mjs'

/** Compiled into addons, so that they ask for no newer system than TensorFlow and Node do. */
export const olderRuntime = join(import.meta.dirname, 'olderRuntime.cc')

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
 * Builds an addon in one call of the compiler, in a temporary folder first; it is alone in its folder.
 * @param {object} what
 * @param {string} what.file the addon
 * @param {string} what.name as messages name it, e.g. "the training kernel"
 * @param {number} what.seconds that it takes
 * @param {string[]} what.args for the compiler, without the output
 * @param {string} what.folder in which it runs
 * @param {NodeJS.ProcessEnv} what.env
 * @throws {Error} where there is no compiler, or it cannot build it
 */
export async function buildLibrary({ file, name, seconds, args, folder, env }) {
  const compiler = await findCompiler(env)
  say(`building ${name} with ${compiler} (about ${seconds} s)`)
  const partial = `${dirname(file)}.partial-${process.pid}`
  await mkdir(partial, { recursive: true })
  const output = join(partial, basename(file))
  const result = await sayStill('building', runCommand(compiler, [...args, '-o', output], { env, cwd: folder }))
  if (result.code !== 0) {
    await rm(partial, { recursive: true, force: true })
    throw new Error(`${compiler} could not build ${name}: ${lastWords(result)}`)
  }
  await rm(dirname(file), { recursive: true, force: true })
  await rename(partial, dirname(file))
}
