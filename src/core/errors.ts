/**
 * What can go wrong, as data: one class, one table of codes.
 *
 * *expected*: the person's file or request cannot be met, and the hint says how to fix it.
 * *stopped*: the person asked for it. *bug*: our fault.
 */

/** Exit codes of the command line, as a shell sees them. */
export const EXIT = { done: 0, bug: 1, usage: 2, data: 3, training: 4, stopped: 130 } as const

/** Every error family with the exit code it ends a command with. The part before the slash of a code. */
const FAMILY_EXIT = {
  usage: EXIT.usage,
  experiment: EXIT.usage,
  model: EXIT.usage,
  split: EXIT.data,
  file: EXIT.data,
  csv: EXIT.data,
  dataset: EXIT.data,
  preprocessing: EXIT.data,
  training: EXIT.training,
  trainer: EXIT.training,
  workspace: EXIT.data,
  setup: EXIT.bug,
  export: EXIT.bug,
  stopped: EXIT.stopped,
  bug: EXIT.bug,
} as const satisfies Record<string, number>

/** The family of an error: what it is about. */
export type ErrorFamily = keyof typeof FAMILY_EXIT

/** A code such as `csv/ragged-row`: family, then a name that is stable across versions. */
export type ErrorCode = `${ErrorFamily}/${string}`

/** What an error carries besides its message. */
export interface ErrorDetails {
  /** How to fix it, one sentence. */
  readonly hint?: string
  /** Physical line in the file, from 1. */
  readonly line?: number
  /** Column (character) in the line, from 1. */
  readonly column?: number
  /** The line of the file that `line` names, as it is written there. */
  readonly excerpt?: string
  /** Where in a document, e.g. `models[0].layers[1].rate`, or the path of a file. */
  readonly path?: string
  /** Where several things are wrong: all of them in the order of the file, the first being this error itself. */
  readonly problems?: readonly ErrorData[]
  readonly cause?: unknown
}

/** An error as plain data: what crosses process borders and what `--json` prints. */
export interface ErrorData {
  readonly code: ErrorCode
  readonly message: string
  readonly hint?: string
  readonly line?: number
  readonly column?: number
  readonly excerpt?: string
  readonly path?: string
  readonly problems?: readonly ErrorData[]
}

/** An error that says what happened, what was expected, what was received, and how to fix it. */
export class HoldoutError extends Error {
  readonly code: ErrorCode
  readonly hint: string | undefined
  readonly line: number | undefined
  readonly column: number | undefined
  readonly excerpt: string | undefined
  readonly path: string | undefined
  readonly problems: readonly ErrorData[] | undefined

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.name = 'HoldoutError'
    this.code = code
    this.hint = details.hint
    this.line = details.line
    this.column = details.column
    this.excerpt = details.excerpt
    this.path = details.path
    this.problems = details.problems
  }

  /** The exit code a command ends with for this error. */
  get exitCode(): number {
    return exitCodeOf(this.code)
  }

  toData(): ErrorData {
    return {
      code: this.code,
      message: this.message,
      ...(this.hint !== undefined && { hint: this.hint }),
      ...(this.line !== undefined && { line: this.line }),
      ...(this.column !== undefined && { column: this.column }),
      ...(this.excerpt !== undefined && { excerpt: this.excerpt }),
      ...(this.path !== undefined && { path: this.path }),
      ...(this.problems !== undefined && { problems: this.problems }),
    }
  }

  static fromData(data: ErrorData): HoldoutError {
    const { code, message, ...details } = data
    return new HoldoutError(code, message, details)
  }
}

/** The exit code for an error code. */
export function exitCodeOf(code: ErrorCode): number {
  return FAMILY_EXIT[code.slice(0, code.indexOf('/')) as ErrorFamily]
}

/** Any thrown value as error data; what is no `HoldoutError` is a bug. */
export function toErrorData(thrown: unknown): ErrorData {
  if (thrown instanceof HoldoutError) return thrown.toData()
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  return {
    code: 'bug/unexpected',
    message,
    hint: 'This is a fault in Holdout. Please report it with the experiment file.',
  }
}

/** Marks a branch that the types say cannot be reached. */
export function assertNever(value: never): never {
  throw new HoldoutError('bug/unreachable', `unexpected value ${JSON.stringify(value)}`)
}
