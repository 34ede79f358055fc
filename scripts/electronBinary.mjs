import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkout } from './setup/folders.mjs'

/**
 * The Electron binary, where there is one. Looked for by hand: asking the electron package would try to download it.
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {string | undefined} its path
 */
export function electronBinary(env = process.env) {
  if (env.ELECTRON_EXEC_PATH) return env.ELECTRON_EXEC_PATH
  const folder = join(checkout, 'node_modules', 'electron')
  const named = join(folder, 'path.txt')
  if (!existsSync(named)) return undefined
  const binary = join(folder, 'dist', readFileSync(named, 'utf8').trim())
  return existsSync(binary) ? binary : undefined
}
