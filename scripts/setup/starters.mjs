import { readFileSync } from 'node:fs'

/**
 * The processes that end when the person ends this command, as a list for the environment of the program: the launcher itself and,
 * where npm runs it, npm and the shell between. `kill -9` of one of them is passed on by nobody: the program looks by itself.
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {string}
 */
export function startersOf(env = process.env) {
  const starters = [process.pid]
  if (env.npm_lifecycle_event !== undefined && process.ppid > 1) {
    starters.push(process.ppid)
    // npm's shell may have become the launcher, or wait for it.
    if (isShell(process.ppid)) starters.push(...parentOf(process.ppid))
  }
  return starters.join(',')
}

/** @param {number} pid */
function isShell(pid) {
  return /^(ba|da|k|z|a)?sh$/.test(read(`/proc/${pid}/comm`).trim())
}

/**
 * @param {number} pid
 * @returns {number[]} empty where it is unknown
 */
function parentOf(pid) {
  const status = read(`/proc/${pid}/stat`)
  const parent = Number(status.slice(status.lastIndexOf(')') + 2).split(' ')[1])
  return parent > 1 ? [parent] : []
}

/** @param {string} path */
function read(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
