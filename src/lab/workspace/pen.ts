/**
 * The pen: whoever holds it may write to the workspace, one program at a time.
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

/** Who holds the pen. */
export interface PenHolder {
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

export class Pen {
  readonly #lock: DatabaseSync
  readonly #paths: WorkspacePaths

  private constructor(lock: DatabaseSync, paths: WorkspacePaths) {
    this.#lock = lock
    this.#paths = paths
  }

  /**
   * Takes the pen, at once or not at all.
   * @throws HoldoutError `workspace/busy` naming who holds it.
   */
  static async take(paths: WorkspacePaths, program: string): Promise<Pen> {
    const pen = new Pen(lockFile(paths), paths)
    try {
      await writeFileWhole(paths.penHolder, JSON.stringify(thisHolder(program)), letWrite)
    } catch (error) {
      pen.release()
      throw workspaceError(error, paths.folder)
    }
    return pen
  }

  release(): void {
    if (!this.#lock.isOpen) return
    // The note first: once the lock is gone, a note may be the next holder's.
    rmSync(this.#paths.penHolder, { force: true })
    this.#lock.close()
  }
}

/** Who holds the pen of a workspace now, as far as can be told without touching it. */
export function penHolder(paths: WorkspacePaths): PenHolder | undefined {
  const holder = readHolder(paths)
  return holder && isAlive(holder) ? holder : undefined
}

/** The refusal that names the holder. */
export function busyError(paths: WorkspacePaths): HoldoutError {
  const holder = penHolder(paths)
  const who = holder
    ? `${holder.program} (process ${String(holder.pid)} on ${holder.host}) has been writing to it since ${holder.since}`
    : 'another program is writing to it'
  return new HoldoutError('workspace/busy', `The workspace cannot be written to now: ${who}.`, {
    path: paths.folder,
    hint: 'Wait until it has ended or close it, or use another workspace by --workspace.',
  })
}

function lockFile(paths: WorkspacePaths): DatabaseSync {
  writeFileSync(paths.penLock, '', { flag: 'a', mode: PRIVATE_FILE })
  const lock = new DatabaseSync(paths.penLock, { timeout: 0 })
  try {
    lock.exec('BEGIN EXCLUSIVE')
    return lock
  } catch (error) {
    lock.close()
    if ((error as { errcode?: number }).errcode === BUSY) throw busyError(paths)
    throw workspaceError(error, paths.folder)
  }
}

function thisHolder(program: string): PenHolder {
  const { pid } = process
  return { pid, processStart: processStart(pid), host: hostname(), program, since: new Date().toISOString() }
}

function readHolder({ penHolder: path }: WorkspacePaths): PenHolder | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as PenHolder
  } catch {
    // Nobody has written one, or it is just being written.
    return undefined
  }
}

/** Of another machine nothing can be told: its word is taken. */
function isAlive({ pid, processStart: start, host }: PenHolder): boolean {
  if (host !== hostname()) return true
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
  }
  const now = processStart(pid)
  return start === null || now === null || start === now
}
