import type { ParseArgsOptionsConfig } from 'node:util'
import { HoldoutError } from '../core/errors.ts'
import type { Terminal } from './terminal.ts'

/** One option of a command, for parsing and for help. */
export interface CommandOption {
  readonly type: 'string' | 'boolean'
  readonly short?: string
  readonly multiple?: boolean
  /** Placeholder for the value in help, e.g. `DIR`. */
  readonly value?: string
  readonly help: string
}

/** What was given on the command line, after parsing. */
export interface CommandInput {
  readonly positionals: readonly string[]
  readonly values: Readonly<Record<string, string | boolean | readonly (string | boolean)[] | undefined>>
  /** `--json`: stdout gets one JSON document and nothing else. */
  readonly json: boolean
}

/** One command of the command line: a row of the table in `commands.ts`. */
export interface Command {
  readonly name: string
  /** Arguments as help shows them, e.g. `EXPERIMENT`. */
  readonly parameters: string
  /** One line for the list of commands. */
  readonly summary: string
  /** Least and most positional arguments. */
  readonly positionals: readonly [least: number, most: number]
  readonly options: Readonly<Record<string, CommandOption>>
  /** Lines under the options in its own help. */
  readonly notes?: readonly string[]
  /** Does it. Resolves to the exit code; expected failures are thrown as `HoldoutError`. */
  run(input: CommandInput, terminal: Terminal): Promise<number>
}

/** A command by its name. It is loaded once it is meant: loading the modules of all of them takes longer than most commands. */
export interface CommandEntry {
  readonly name: string
  readonly load: () => Promise<Command>
}

/** Options that every command has. */
export const COMMON_OPTIONS = {
  json: { type: 'boolean', help: 'print one JSON document on stdout and nothing else' },
  help: { type: 'boolean', short: 'h', help: 'show this help' },
} as const satisfies Record<string, CommandOption>

/** A command's options as `node:util` parses them. */
export function parserOptions({ options }: Command): ParseArgsOptionsConfig {
  return Object.fromEntries(
    Object.entries<CommandOption>({ ...COMMON_OPTIONS, ...options }).map(([name, { type, short, multiple }]) => [
      name,
      { type, ...(short !== undefined && { short }), ...(multiple !== undefined && { multiple }) },
    ]),
  )
}

/** Value of a string option. */
export function textOption({ values }: CommandInput, name: string): string | undefined {
  const value = values[name]
  return typeof value === 'string' ? value : undefined
}

/** Values of a string option that may be given several times. */
export function textOptions({ values }: CommandInput, name: string): readonly string[] {
  const value = values[name]
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []
}

/** For commands that write files: without it nothing is written over. */
export const FORCE_OPTION = {
  force: { type: 'boolean', help: 'replace files that are there' },
} as const satisfies Record<string, CommandOption>

/** An option that takes one of several words. @throws HoldoutError `usage/bad-option` */
export function oneOf<T extends string>(input: CommandInput, name: string, allowed: readonly T[]): T | undefined {
  const given = textOption(input, name)
  return given === undefined ? undefined : choice(name, given, allowed)
}

/** An option that takes several words with commas between them. @throws HoldoutError `usage/bad-option` */
export function listOf<T extends string>(input: CommandInput, name: string, allowed: readonly T[]): readonly T[] {
  const given = textOption(input, name)?.split(',') ?? []
  return given.flatMap((word) => (word.trim() === '' ? [] : [choice(name, word.trim(), allowed)]))
}

function choice<T extends string>(name: string, given: string, allowed: readonly T[]): T {
  const found = allowed.find((one) => one === given)
  if (found !== undefined) return found
  const known = allowed.length > 2 ? allowed.join(', ') : allowed.join(' or ')
  throw new HoldoutError('usage/bad-option', `--${name}: expected ${known}, received ${JSON.stringify(given)}`)
}

/** Whether a switch was given. */
export function isGiven({ values }: CommandInput, name: string): boolean {
  return values[name] === true
}
