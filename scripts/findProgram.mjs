import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/**
 * Where these programs would be on PATH, folder by folder.
 * @param {readonly string[]} programs
 * @param {NodeJS.ProcessEnv} [env]
 */
export function onPath(programs, env = process.env) {
  const folders = (env.PATH ?? '').split(delimiter)
  return folders.flatMap((folder) => programs.map((name) => join(folder, name)))
}

/** @param {readonly string[]} paths */
export function firstThere(paths) {
  return paths.find((path) => path !== '' && existsSync(path))
}
