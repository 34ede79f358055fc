import { parseArgs } from 'node:util'
import { HoldoutError } from '../core/errors.ts'
import { didYouMean } from '../core/experiment/file/didYouMean.ts'
import { COMMON_OPTIONS, parserOptions } from './command.ts'
import type { Command, CommandInput } from './command.ts'

/**
 * Arguments after the command's name, parsed and counted.
 * @throws HoldoutError `usage/unknown-option`, `usage/bad-option`, `usage/missing-argument`, `usage/too-many-arguments`.
 */
export function parseCommandLine(command: Command, args: readonly string[]): CommandInput {
  const { values, positionals } = parse(command, args)
  const input = { positionals, values, json: values['json'] === true }
  if (values['help'] !== true) checkCount(command, positionals)
  return input
}

function parse(command: Command, args: readonly string[]): Pick<CommandInput, 'values' | 'positionals'> {
  const options = parserOptions(command)
  try {
    return parseArgs({ args: withNegativeNumbers(args, options), options, allowPositionals: true, strict: true })
  } catch (cause) {
    throw wrongOption(command, cause as NodeJS.ErrnoException)
  }
}

/** An option takes the negative number after it, as in `--missing -99`; the parser would take that for another option. */
function withNegativeNumbers(args: readonly string[], options: ReturnType<typeof parserOptions>): string[] {
  const joined: string[] = []
  for (const arg of args) {
    const before = joined.at(-1) ?? ''
    const takesText = before.startsWith('--') && !before.includes('=') && options[before.slice(2)]?.type === 'string'
    if (takesText && /^-[\d.]/.test(arg)) joined[joined.length - 1] = `${before}=${arg}`
    else joined.push(arg)
  }
  return joined
}

function wrongOption(command: Command, cause: NodeJS.ErrnoException): HoldoutError {
  const unknown = /Unknown option '([^']+)'/.exec(cause.message)?.[1]
  if (unknown === undefined) return new HoldoutError('usage/bad-option', firstSentence(cause.message), { cause })
  const known = Object.keys({ ...COMMON_OPTIONS, ...command.options }).map((name) => `--${name}`)
  const meant = didYouMean(unknown, known)
  return new HoldoutError('usage/unknown-option', `${command.name} has no option ${unknown}`, {
    cause,
    hint: meant === undefined ? `See "holdout ${command.name} --help".` : `Did you mean ${meant}?`,
  })
}

/** Node's messages go on with advice about its own parser. */
function firstSentence(message: string): string {
  return message.split(/\.\s|\n/)[0].replace(/\.$/, '')
}

function checkCount(command: Command, positionals: readonly string[]): void {
  const [least, most] = command.positionals
  const usage = `Usage: holdout ${command.name} ${command.parameters}`.trim()
  if (positionals.length < least) {
    throw new HoldoutError('usage/missing-argument', `${command.name}: expected ${command.parameters}`, { hint: usage })
  }
  if (positionals.length > most) {
    const extra = JSON.stringify(positionals[most])
    throw new HoldoutError('usage/too-many-arguments', `${command.name}: one argument too many: ${extra}`, {
      hint: usage,
    })
  }
}
