import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { tfjsFolder } from './addon.mjs'
import { lastWords, runCommand } from './command.mjs'
import { say, sayStill } from './say.mjs'

const patienceMs = 15 * 60_000

/**
 * Whether the library that tfjs-node itself downloads lies in its folder.
 * @param {string} root
 */
export function hasOfficialLibrary(root) {
  return existsSync(join(tfjsFolder(root), 'deps', 'lib'))
}

/**
 * Lets tfjs-node's own install script fetch library and addon: the way for machines without pip or compiler.
 * @param {{ root: string, node: string, env: NodeJS.ProcessEnv }} where
 * @throws {Error} when it cannot
 */
export async function downloadOfficial({ root, node, env }) {
  const folder = tfjsFolder(root)
  const manifest = join(folder, 'package.json')
  const untouched = await readFile(manifest)
  say('trying the official download of tfjs-node (about 110 MB, for this checkout)')
  const path = [join(root, 'node_modules', '.bin'), env.PATH].join(delimiter)
  const work = runCommand(node, [join('scripts', 'install.js')], {
    cwd: folder,
    env: { ...env, PATH: path },
    timeoutMs: patienceMs,
  })
  const result = await sayStill('downloading', work)
  // The script writes into its own package.json and, when it fails, leaves it so.
  await writeFile(manifest, untouched)
  if (result.code !== 0) throw new Error(`the official download failed: ${lastWords(result)}`)
}
