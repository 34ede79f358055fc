import { DatabaseSync } from 'node:sqlite'
import type { SQLInputValue, StatementSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import type { HoldoutError } from '../../core/errors.ts'
import { workspaceError } from './workspaceError.ts'
import { letWrite } from './writeHook.ts'
import type { WriteHook } from './writeHook.ts'

/** What a statement takes: values in order, or one object of named ones. */
export type SqlParameters = readonly SQLInputValue[] | Readonly<Record<string, SQLInputValue>>

export interface DatabaseOptions {
  readonly isReadOnly?: boolean
  /** On a medium that nobody can write to: SQLite then needs no files beside it. */
  readonly isImmutable?: boolean
  readonly hook?: WriteHook
  /** Named in errors; the path unless given. */
  readonly folder?: string
  /** What a transaction is refused with where only reading is possible. */
  readonly refusal?: () => HoldoutError
}

/** How long a statement waits for another connection's checkpoint. */
const PATIENCE_MS = 5000
/** Pages held in memory, in KiB: the candidates of a thousand runs, so that the history is filtered without reading. */
const CACHE_KIB = 65_536

/**
 * A connection to the workspace's SQLite database. Calls are synchronous and so have to be short; whoever has much to
 * write does it in several transactions with turns of the event loop between them.
 *
 * Every failure is a `HoldoutError` of the family `workspace` where it has a meaning for people.
 */
export class Database {
  readonly path: string
  readonly #connection: DatabaseSync
  readonly #statements = new Map<string, StatementSync>()
  readonly #hook: WriteHook
  readonly #folder: string
  readonly #refusal: (() => HoldoutError) | undefined

  constructor(
    path: string,
    { isReadOnly = false, isImmutable = false, hook = letWrite, folder = path, refusal }: DatabaseOptions = {},
  ) {
    this.path = path
    this.#hook = hook
    this.#folder = folder
    this.#refusal = refusal
    this.#connection = this.#guard(
      () =>
        new DatabaseSync(isImmutable ? immutableUrl(path) : path, {
          readOnly: isReadOnly,
          enableForeignKeyConstraints: true,
          timeout: PATIENCE_MS,
        }),
    )
    this.exec(`PRAGMA cache_size = -${String(CACHE_KIB)}`)
  }

  /** The connection itself, for backups. */
  get connection(): DatabaseSync {
    return this.#connection
  }

  /** All rows of a query. */
  all<Row>(sql: string, parameters: SqlParameters = []): Row[] {
    return this.#guard(() => apply(this.#prepared(sql), 'all', parameters)) as Row[]
  }

  /** The first row of a query. */
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- callers know their statement's columns
  get<Row>(sql: string, parameters: SqlParameters = []): Row | undefined {
    return this.#guard(() => apply(this.#prepared(sql), 'get', parameters)) as Row | undefined
  }

  /** Runs a statement that changes something; returns the id of the row it inserted. Only inside {@link transaction}. */
  run(sql: string, parameters: SqlParameters = []): number {
    const result = this.#guard(() => apply(this.#prepared(sql), 'run', parameters)) as {
      lastInsertRowid: number | bigint
    }
    return Number(result.lastInsertRowid)
  }

  /** Runs several statements without parameters. */
  exec(sql: string): void {
    this.#guard(() => this.#connection.exec(sql))
  }

  /** The value of a pragma such as `user_version`. */
  pragma(name: string): number | string {
    const row = this.get<Record<string, number | string>>(`PRAGMA ${name}`)
    return row === undefined ? '' : Object.values(row)[0]
  }

  /** Does `body` whole or not at all. `what` names it for the write hook. */
  transaction<T>(what: string, body: () => T): T {
    if (this.#refusal) throw this.#refusal()
    this.exec('BEGIN IMMEDIATE')
    try {
      const result = body()
      this.#hook({ kind: 'database', what })
      this.exec('COMMIT')
      return result
    } catch (error) {
      this.#rollBack()
      throw workspaceError(error, this.#folder)
    }
  }

  close(): void {
    this.#statements.clear()
    if (this.#connection.isOpen) this.#connection.close()
  }

  /** A failed statement may have ended the transaction already. */
  #rollBack(): void {
    if (this.#connection.isTransaction) this.#connection.exec('ROLLBACK')
  }

  #prepared(sql: string): StatementSync {
    const known = this.#statements.get(sql)
    if (known) return known
    const statement = this.#connection.prepare(sql)
    this.#statements.set(sql, statement)
    return statement
  }

  #guard<T>(call: () => T): T {
    try {
      return call()
    } catch (error) {
      throw workspaceError(error, this.#folder)
    }
  }
}

function apply(statement: StatementSync, method: 'all' | 'get' | 'run', parameters: SqlParameters): unknown {
  if (isList(parameters)) return statement[method](...parameters)
  return statement[method](parameters)
}

function isList(parameters: SqlParameters): parameters is readonly SQLInputValue[] {
  return Array.isArray(parameters)
}

function immutableUrl(path: string): URL {
  const url = pathToFileURL(path)
  url.searchParams.set('immutable', '1')
  return url
}
