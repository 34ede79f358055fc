/**
 * The write lock: whoever holds it may write to the workspace, one program at a time.
 *
 * The hold is a lock of the operating system (SQLite's exclusive lock on a file of its own), which goes with its process
 * however that ends: a dead holder needs no taking over. A note beside it says who holds it, for those who are refused.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { DatabaseSync } from 'node:sqlite'
import { HoldoutError } from '../../core/errors.ts'
import { PRIVATE_FILE } from '../files/privateFiles.ts'
import { writeFileWhole } from './atomicFile.ts'
import { processStart } from './processStart.ts'
import { workspaceError } from './workspaceError.ts'
import type { WorkspacePaths } from './workspacePaths.ts'
import { letWrite } from './writeHook.ts'

/** Who holds the write lock. */
export interface LockHolder {
  readonly pid: number
  /** When that process began, as its system counts; tells it from a later one with the same number. */
  readonly processStart: string | null
  readonly host: string
  /** What it is, e.g. `holdout run`. */
  readonly program: string
  /** ISO 8601. */
  readonly since: string
}

/** SQLite's code for a lock that somebody else holds. */
const BUSY = 5

export class WriteLock {
  readonly #lock: DatabaseSync
  readonly #paths: WorkspacePaths

  private constructor(lock: DatabaseSync, paths: WorkspacePaths) {
    this.#lock = lock
    this.#paths = paths
  }

  /**
   * Takes the write lock, at once or not at all.
   * @throws HoldoutError `workspace/busy` naming who holds it.
   */
  static async take(paths: WorkspacePaths, program: string): Promise<WriteLock> {
    const lock = new WriteLock(lockFile(paths), paths)
    try {
      await writeFileWhole(paths.lockHolder, JSON.stringify(thisHolder(program)), letWrite)
    } catch (error) {
      lock.release()
      throw workspaceError(error, paths.folder)
    }
    return lock
  }

  release(): void {
    if (!this.#lock.isOpen) return
    // The note first: once the lock is gone, a note may be the next holder's.
    rmSync(this.#paths.lockHolder, { force: true })
    this.#lock.close()
  }
}

/** Who holds the write lock of a workspace now, as far as is known without touching it. */
export function lockHolder(paths: WorkspacePaths): LockHolder | undefined {
  const holder = readHolder(paths)
  return holder && isAlive(holder) ? holder : undefined
}

/** The refusal that names the holder. */
export function busyError(paths: WorkspacePaths): HoldoutError {
  const holder = lockHolder(paths)
  const who = holder
    ? `${holder.program} (process ${String(holder.pid)} on ${holder.host}) has been writing to it since ${holder.since}`
    : 'another program is writing to it'
  return new HoldoutError('workspace/busy', `The workspace cannot be written to now: ${who}.`, {
    path: paths.folder,
    hint: 'Wait until it has ended or close it, or use another workspace by --workspace.',
  })
}

function lockFile(paths: WorkspacePaths): DatabaseSync {
  writeFileSync(paths.writeLock, '', { flag: 'a', mode: PRIVATE_FILE })
  const lock = new DatabaseSync(paths.writeLock, { timeout: 0 })
  try {
    lock.exec('BEGIN EXCLUSIVE')
    return lock
  } catch (error) {
    lock.close()
    if ((error as { errcode?: number }).errcode === BUSY) throw busyError(paths)
    throw workspaceError(error, paths.folder)
  }
}

function thisHolder(program: string): LockHolder {
  const { pid } = process
  return { pid, processStart: processStart(pid), host: hostname(), program, since: new Date().toISOString() }
}

function readHolder({ lockHolder: path }: WorkspacePaths): LockHolder | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as LockHolder
  } catch {
    // Nobody has written one, or it is just being written.
    return undefined
  }
}

/** Of another machine nothing is known: its word is taken. */
function isAlive({ pid, processStart: start, host }: LockHolder): boolean {
  if (host !== hostname()) return true
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
  }
  const now = processStart(pid)
  return start === null || now === null || start === now
}
