import { randomUUID } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { mkdir, readFile, readdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseJson } from './parseJson.mjs'
import { say } from './say.mjs'

/** @typedef {{ pid: number, host: string, token: string }} Owner */

const beatMs = 5_000
const silentMs = 120_000
const reusedMs = 1_800_000
const ownerlessMs = 2_000
const heldPrefix = 'held-'

/**
 * Does the work while holding a lock that other processes respect; waits for them, and takes over from the dead.
 *
 * The lock is a folder with its owner written inside, put in place by one rename, so that it is never seen without
 * an owner. A lock is dead when its owner's process is gone, or (owner on another host) has not touched it for two minutes.
 * Programs that the work starts and that must not overlap either are named by `hold`: they may outlive their starter.
 * @template T
 * @param {string} folder
 * @param {(hold: (pid: number) => void) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(folder, work) {
  const token = await acquire(folder)
  const beat = setInterval(() => void utimes(folder, new Date(), new Date()).catch(() => undefined), beatMs)
  try {
    return await work((pid) => writeFileSync(join(folder, `${heldPrefix}${pid}`), ''))
  } finally {
    clearInterval(beat)
    await release(folder, token)
  }
}

/** @param {string} folder */
async function acquire(folder) {
  const token = randomUUID()
  await mkdir(dirname(folder), { recursive: true })
  for (let told = false; ;) {
    if (await place(folder, token)) return token
    const owner = await readOwner(folder)
    if (owner ? await isDead(folder, owner) : await isOwnerless(folder)) {
      await clear(folder, owner?.token)
      continue
    }
    if (owner && !told) {
      say(`another set-up is at work (process ${owner.pid}); waiting for it`)
      told = true
    }
    await pause(200)
  }
}

/**
 * @param {string} folder
 * @param {string} token
 */
async function place(folder, token) {
  const prepared = `${folder}.${token}`
  await mkdir(prepared)
  await writeFile(join(prepared, 'owner.json'), JSON.stringify({ pid: process.pid, host: hostname(), token }))
  try {
    await rename(prepared, folder)
    return true
  } catch {
    await rm(prepared, { recursive: true, force: true })
    return false
  }
}

/**
 * @param {string} folder
 * @returns {Promise<Owner | undefined>}
 */
async function readOwner(folder) {
  try {
    const owner = /** @type {Partial<Owner> | null} */ (parseJson(await readFile(join(folder, 'owner.json'), 'utf8')))
    const isOwner = typeof owner?.pid === 'number' && typeof owner.token === 'string' && typeof owner.host === 'string'
    return isOwner ? /** @type {Owner} */ (owner) : undefined
  } catch {
    return undefined
  }
}

/**
 * @param {string} folder
 * @param {Owner} owner
 */
async function isDead(folder, owner) {
  const touched = await stat(folder).catch(() => undefined)
  const silence = touched === undefined ? 0 : Date.now() - touched.mtimeMs
  if (owner.host !== hostname()) return silence > silentMs
  // A process id may have been given to another program since.
  return silence > reusedMs || ![owner.pid, ...(await heldFor(folder))].some(isAlive)
}

/**
 * A lock is put in place with its owner inside: one without, or whose note cannot be read, was damaged, as by a full disk.
 * @param {string} folder
 */
async function isOwnerless(folder) {
  const placed = await stat(folder).catch(() => undefined)
  if (placed === undefined || (await readOwner(folder))) return false
  if (Date.now() - placed.mtimeMs < ownerlessMs) return false
  return !(await heldFor(folder)).some(isAlive)
}

/** @param {string} folder */
async function heldFor(folder) {
  const names = await readdir(folder).catch(() => [])
  return names.filter((name) => name.startsWith(heldPrefix)).map((name) => Number(name.slice(heldPrefix.length)))
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return !isZombie(pid)
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM'
  }
}

/**
 * Where nobody collects the dead, as in some containers, a killed process keeps its id.
 * @param {number} pid
 */
function isZombie(pid) {
  if (process.platform !== 'linux') return false
  const status = readFileSync(`/proc/${pid}/stat`, 'utf8')
  return status.slice(status.lastIndexOf(')') + 2).startsWith('Z')
}

/**
 * Moves a dead lock out of the way. Should another process have done the same and taken the lock meanwhile, its lock
 * is what gets moved: it is put back.
 * @param {string} folder
 * @param {string | undefined} deadToken of its owner, where it had one
 */
async function clear(folder, deadToken) {
  const aside = `${folder}.${randomUUID()}`
  try {
    await rename(folder, aside)
  } catch {
    return
  }
  const owner = await readOwner(aside)
  if (owner && owner.token !== deadToken) await rename(aside, folder).catch(() => undefined)
  await rm(aside, { recursive: true, force: true })
}

/**
 * @param {string} folder
 * @param {string} token
 */
async function release(folder, token) {
  const owner = await readOwner(folder)
  if (owner?.token === token) await clear(folder, token)
}
