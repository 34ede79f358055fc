import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The checkout this file belongs to. */
export const checkout = resolve(fileURLToPath(new URL('../..', import.meta.url)))

/**
 * The per-user folder for what every checkout shares: the TensorFlow library and the addon built on it.
 * @param {NodeJS.ProcessEnv} [env]
 * @param {NodeJS.Platform} [platform]
 * @returns {string}
 */
export function cacheFolder(env = process.env, platform = process.platform) {
  if (env.HOLDOUT_CACHE) return resolve(env.HOLDOUT_CACHE)
  const home = env.HOME ?? env.USERPROFILE ?? homedir()
  if (platform === 'win32') return join(env.LOCALAPPDATA ?? join(home, 'AppData', 'Local'), 'Holdout')
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'Holdout')
  return join(env.XDG_CACHE_HOME ?? join(home, '.cache'), 'holdout')
}
