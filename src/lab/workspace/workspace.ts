import { accessSync, constants, existsSync, rmSync, statSync } from 'node:fs'
import { copyFile, open } from 'node:fs/promises'
import { HoldoutError } from '../../core/errors.ts'
import { makeFolder } from '../files/makeFolder.ts'
import { PRIVATE_FILE, PRIVATE_FOLDER } from '../files/privateFiles.ts'
import { makeTemporaryFolder } from '../files/temporaryFolder.ts'
import { newestBackupMs, writeBackup } from './backups.ts'
import { Database } from './database.ts'
import { isSound, isSoundAtFirstSight } from './integrity.ts'
import { migrate } from './migrate.ts'
import { APPLICATION_ID, schemaVersionOf } from './schemaVersion.ts'
import { SCHEMA_VERSION } from './migrations.ts'
import { checkPages, forgetPageSums, writePageSums } from './pageSums.ts'
import type { PageCheck } from './pageSums.ts'
import { busyError, WriteLock, lockHolder } from './writeLock.ts'
import type { LockHolder } from './writeLock.ts'
import { finishRecovery, isRecoveryOpen } from './recoveryJournal.ts'
import { refuseIfWorkIsThere } from './refuseIfWorkIsThere.ts'
import { sweepWorkspace } from './sweepWorkspace.ts'
import { tightenWorkspace } from './tightenWorkspace.ts'
import { workspaceError } from './workspaceError.ts'
import { workspacePaths } from './workspacePaths.ts'
import type { WorkspacePaths } from './workspacePaths.ts'
import { letWrite } from './writeHook.ts'
import type { WriteHook } from './writeHook.ts'

export interface WorkspaceOptions {
  readonly folder: string
  /** `write` needs the write lock; `read` never asks for it; `share` takes it where it is free, and else reads. */
  readonly access: 'read' | 'write' | 'share'
  /** Named to those who are refused the write lock. */
  readonly program?: string
  readonly hook?: WriteHook
}

/** What a reader sees when it looks again; `writable` once it has become the writer. */
export type Sighting = 'same' | 'changed' | 'writable'

/** A backup is made when the newest is older than this. */
const BACKUP_EVERY_MS = 24 * 3600 * 1000

/**
 * The folder that holds datasets, runs, models and the database, opened for reading or for writing.
 *
 * Opening checks before it touches: a database of a newer Holdout or a damaged one is refused as it is.
 */
export class Workspace {
  readonly paths: WorkspacePaths
  readonly hook: WriteHook
  readonly #options: WorkspaceOptions
  #database: Database | undefined
  #lock: WriteLock | undefined
  /** Folder of a copy that is read instead. */
  #copy: string | undefined
  /** What a reader saw last: SQLite's count of what other connections have written. */
  #seen: number | string = ''

  constructor(options: WorkspaceOptions) {
    this.#options = options
    this.paths = workspacePaths(options.folder)
    this.hook = options.hook ?? letWrite
  }

  /** Opens a workspace. @throws HoldoutError of the family `workspace`; see {@link Workspace.boot}. */
  static async open(options: WorkspaceOptions): Promise<Workspace> {
    const workspace = new Workspace(options)
    await workspace.boot()
    return workspace
  }

  /** @throws HoldoutError `bug/workspace-closed` before `boot` and after `shutdown`. */
  get database(): Database {
    if (this.#database) return this.#database
    throw new HoldoutError('bug/workspace-closed', 'the workspace was used before it was opened or after it was closed')
  }

  /** Whether only reading is possible here. */
  get isReadOnly(): boolean {
    return this.#lock === undefined
  }

  /** Who may write now; absent where nobody does. */
  get lockHolder(): LockHolder | undefined {
    return lockHolder(this.paths)
  }

  /**
   * @throws HoldoutError `workspace/busy` where another program holds the write lock, `workspace/newer`, `workspace/damaged`,
   * `workspace/foreign` where the database is another program's, `workspace/read-only`, `workspace/not-a-folder`.
   */
  async boot(): Promise<void> {
    try {
      if (this.#options.access === 'read') await this.#bootReader()
      else if (this.#options.access === 'write') await this.#bootWriter()
      else if (!(await this.#takeOver())) await this.#bootReader()
    } catch (error) {
      this.#close()
      throw workspaceError(error, this.paths.folder)
    }
  }

  /** @throws HoldoutError `workspace/busy`, `workspace/read-only` where only reading is possible here */
  requireWriteLock(): void {
    if (this.isReadOnly) throw this.#refusal()
  }

  /**
   * A reader's look at what others have written since the last one. Where nobody writes any more, the write lock is taken: from
   * then on this is the writer.
   * @throws HoldoutError of the family `workspace`
   */
  async lookAgain(): Promise<Sighting> {
    if (!this.isReadOnly) return 'same'
    if (this.lockHolder === undefined && (await this.#takeOver())) return 'writable'
    const before = this.#seen
    // Of a database that was not there yet, or hardly, there is nothing to go on with.
    if (this.database.path === IN_MEMORY) await this.#bootReader()
    else this.#seen = this.database.pragma('data_version')
    return before === this.#seen ? 'same' : 'changed'
  }

  /** Whether its database is still in its place: somebody may have removed the folder meanwhile. */
  get isThere(): boolean {
    return existsSync(this.paths.database)
  }

  /** Makes a backup if one is due, closes the database, releases the write lock. Where the folder was removed, none is made anew. */
  async shutdown(): Promise<void> {
    try {
      if (this.#lock && this.#database && this.isThere) await this.#backUpIfDue(this.#database)
    } finally {
      await this.#closeAndSum()
    }
  }

  /** Closes, and keeps checksums of what was written. That they cannot be kept is no reason to fail: the next opening looks closer. */
  async #closeAndSum(): Promise<void> {
    this.#database?.close()
    this.#database = undefined
    if (this.#lock && this.isThere) await writePageSums(this.paths.database).catch(() => undefined)
    this.#close()
  }

  /** Closes at once, as far as the program can. */
  #close(): void {
    this.#database?.close()
    this.#database = undefined
    this.#lock?.release()
    this.#lock = undefined
    if (this.#copy !== undefined) rmSync(this.#copy, { recursive: true, force: true })
    this.#copy = undefined
  }

  async #bootWriter(): Promise<void> {
    const { paths } = this
    this.#refuseNewer(await fileVersion(paths))
    await makeFolder(paths.folder, PRIVATE_FOLDER)
    const lock = await WriteLock.take(paths, this.#options.program ?? 'Holdout')
    try {
      await tightenWorkspace(paths)
      await finishRecovery(paths)
      await sweepWorkspace(paths)
      const version = await fileVersion(paths)
      const check = await this.#checkPages()
      if (version === undefined) await refuseIfWorkIsThere(paths)
      else this.#examine(check)
      await forgetPageSums(paths.database)
      this.#use(await this.#openToWrite())
      this.#lock = lock
    } catch (error) {
      lock.release()
      throw error
    }
  }

  async #openToWrite(): Promise<Database> {
    // SQLite gives its log the permissions of the database.
    await (await open(this.paths.database, 'a', PRIVATE_FILE)).close()
    const database = this.#connect(false)
    try {
      database.exec('PRAGMA synchronous = FULL')
      await migrate(database, this.paths)
      return database
    } catch (error) {
      database.close()
      throw error
    }
  }

  /** Becomes the writer; `false` where somebody else is, or where nobody can write. */
  async #takeOver(): Promise<boolean> {
    try {
      await this.#bootWriter()
      return true
    } catch (error) {
      const { code } = workspaceError(error, this.paths.folder) as { code?: string }
      if (code === 'workspace/busy' || (code === 'workspace/read-only' && isOnReadOnlyMedium(this.paths))) return false
      throw error
    }
  }

  /** Goes on with another connection, without a moment between in which there is none. */
  #use(database: Database): void {
    this.#database?.close()
    this.#database = database
  }

  async #bootReader(): Promise<void> {
    const version = await fileVersion(this.paths)
    this.#refuseNewer(version)
    if (await isRecoveryOpen(this.paths)) {
      await this.#writeFirst()
      return this.#bootReader()
    }
    const check = await this.#checkPages()
    if (version === undefined && this.lockHolder === undefined) await refuseIfWorkIsThere(this.paths)
    const found = version === undefined ? 0 : this.#examine(check)
    // Not there yet, or just being made by somebody else.
    if (found === 0) {
      this.#use(await emptyDatabase(this.paths))
      return
    }
    if (found < SCHEMA_VERSION && isOnReadOnlyMedium(this.paths)) this.#use(await this.#migratedCopy())
    else {
      if (found < SCHEMA_VERSION) await this.#writeFirst()
      this.#use(this.#connect(true))
    }
    this.#seen = this.database.pragma('data_version')
  }

  /** A reader of an older workspace, or of one whose recovery was interrupted, takes the write lock for as long as that lasts. */
  async #writeFirst(): Promise<void> {
    const writer = await Workspace.open({ ...this.#options, access: 'write' })
    await writer.#closeAndSum()
  }

  /** A workspace of an older Holdout that cannot be written to is read from a copy, which is gone with the reader. */
  async #migratedCopy(): Promise<Database> {
    const folder = await makeTemporaryFolder('medium')
    this.#copy = folder
    const copy = workspacePaths(folder)
    await copyFile(this.paths.database, copy.database)
    const database = new Database(copy.database, { folder: this.paths.folder })
    await migrate(database, copy).finally(() => database.close())
    return new Database(copy.database, {
      isReadOnly: true,
      folder: this.paths.folder,
      refusal: () => this.#refusal(),
    })
  }

  /** Before anything else is believed that the file says. @throws HoldoutError `workspace/damaged` */
  async #checkPages(): Promise<PageCheck> {
    const check = await checkPages(this.paths.database)
    if (check.kind === 'known' && check.damaged.length > 0) throw damaged(this.paths, check.damaged.length)
    return check
  }

  /** Looks without touching; returns the schema's version. Where there are no checksums, every page is looked at. */
  #examine(check: PageCheck): number {
    const database = this.#connect(true)
    try {
      const version = schemaVersionOf(database)
      this.#refuseNewer(version)
      if (Number(database.pragma('application_id')) !== APPLICATION_ID && version > 0) throw foreign(this.paths)
      const isLookedAt = check.kind === 'known' || this.lockHolder !== undefined
      if (!(isLookedAt ? isSoundAtFirstSight(database) : isSound(database))) throw damaged(this.paths)
      return version
    } finally {
      database.close()
    }
  }

  #refuseNewer(version = 0): void {
    if (version > SCHEMA_VERSION) throw newer(this.paths, version)
  }

  #connect(isReadOnly: boolean): Database {
    const { paths, hook } = this
    const refusal = isReadOnly ? { refusal: () => this.#refusal() } : {}
    const isImmutable = isReadOnly && isOnReadOnlyMedium(paths)
    return new Database(paths.database, { isReadOnly, isImmutable, hook, folder: paths.folder, ...refusal })
  }

  /** Why nothing can be written here. */
  #refusal(): HoldoutError {
    const { folder } = this.paths
    if (!isOnReadOnlyMedium(this.paths)) return busyError(this.paths)
    return new HoldoutError('workspace/read-only', 'The workspace can only be read: it lies on a read-only medium.', {
      path: folder,
      hint: 'Copy it to a disk that can be written to, or choose another by --workspace.',
    })
  }

  async #backUpIfDue(database: Database): Promise<void> {
    const { paths } = this
    const newest = await newestBackupMs(paths)
    if (newest !== undefined && Date.now() - newest < BACKUP_EVERY_MS) return
    // One that is damaged must not push out the good ones.
    if (!isSound(database)) return
    // A backup that does not succeed is no reason to fail: tomorrow brings another.
    await writeBackup(database, paths).catch(() => undefined)
  }
}

/**
 * Whether a database lies where this program cannot write, and all of it is in its file. SQLite would then want to make files
 * beside it, and give up.
 */
function isOnReadOnlyMedium({ folder, database }: WorkspacePaths): boolean {
  try {
    accessSync(folder, constants.W_OK)
    return false
  } catch {
    return (statSync(`${database}-wal`, { throwIfNoEntry: false })?.size ?? 0) === 0
  }
}

const IN_MEMORY = ':memory:'
/** First bytes of every SQLite file, and where its header holds the user version. */
const MAGIC = 'SQLite format 3\0'
const USER_VERSION_AT = 60

/**
 * Schema version in the header of the database file, read without SQLite; absent where there is no file or it is empty.
 * @throws HoldoutError `workspace/damaged` where the header is none.
 */
async function fileVersion(paths: WorkspacePaths): Promise<number | undefined> {
  const header = Buffer.alloc(USER_VERSION_AT + 4)
  try {
    const file = await open(paths.database, 'r')
    try {
      if ((await file.read(header)).bytesRead === 0) return undefined
    } finally {
      await file.close()
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  if (header.toString('latin1', 0, MAGIC.length) !== MAGIC) throw damaged(paths)
  return header.readUInt32BE(USER_VERSION_AT)
}

/** What a reader sees of a workspace that is not there yet. */
async function emptyDatabase(paths: WorkspacePaths): Promise<Database> {
  const database = new Database(IN_MEMORY)
  await migrate(database, paths)
  return database
}

function newer({ folder }: WorkspacePaths, version: number): HoldoutError {
  return new HoldoutError(
    'workspace/newer',
    `The workspace was written by a newer Holdout: its schema is ${String(version)}, this one knows up to ${String(SCHEMA_VERSION)}. Nothing was changed.`,
    { path: folder, hint: 'Use the newer Holdout, or another workspace by --workspace.' },
  )
}

function foreign({ database }: WorkspacePaths): HoldoutError {
  return new HoldoutError(
    'workspace/foreign',
    'The database in this folder is not one of Holdout. Nothing was changed.',
    {
      path: database,
      hint: 'Choose another folder by --workspace.',
    },
  )
}

function damaged({ folder }: WorkspacePaths, pages?: number): HoldoutError {
  const what = pages === undefined ? '' : `: ${String(pages)} of its pages are not what was written`
  return new HoldoutError(
    'workspace/damaged',
    `The database of the workspace is damaged${what}. Nothing was changed.`,
    {
      path: folder,
      hint: 'See what can be recovered with "holdout runs recover".',
    },
  )
}
