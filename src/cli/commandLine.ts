import { EXIT, HoldoutError, exitCodeOf, toErrorData } from '../core/errors.ts'
import { didYouMean } from '../core/experiment/file/didYouMean.ts'
import type { CommandEntry } from './command.ts'
import { COMMANDS } from './commands.ts'
import { commandHelp } from './helpText.ts'
import { parseCommandLine } from './parseCommandLine.ts'
import { printError } from './printError.ts'
import type { Terminal } from './terminal.ts'

/** Names under which people look for a command. */
const ALIASES: Readonly<Record<string, string>> = {
  '--help': 'help',
  '-h': 'help',
  '--version': 'version',
  '-v': 'version',
}

/** Finds the command, parses its arguments, runs it, and turns what comes of it into an exit code. */
export async function runCommandLine(given: readonly string[], to: Terminal): Promise<number> {
  try {
    const { entry, rest } = findCommand(given)
    const command = await entry.load()
    const input = parseCommandLine(command, rest)
    if (input.values['help'] !== true) return await command.run(input, to)
    to.out(commandHelp(command))
    return EXIT.done
  } catch (thrown) {
    return fail(thrown, given, to)
  }
}

function fail(thrown: unknown, given: readonly string[], to: Terminal): number {
  const error = toErrorData(thrown)
  printError(error, isJsonAsked(given), to)
  if (error.code === 'bug/unexpected' && thrown instanceof Error && process.env['HOLDOUT_DEBUG'] === '1') {
    to.err(`${thrown.stack ?? ''}\n`)
  }
  return exitCodeOf(error.code)
}

/** Also where the arguments could not be parsed; what comes after `--` is no option. */
function isJsonAsked(given: readonly string[]): boolean {
  const end = given.indexOf('--')
  return (end < 0 ? given : given.slice(0, end)).includes('--json')
}

/** The command that the arguments begin with, by one word or two (`runs list`), and what follows it. */
function findCommand([first = 'help', ...others]: readonly string[]): {
  entry: CommandEntry
  rest: readonly string[]
} {
  const name = ALIASES[first] ?? first
  const entry = commandNamed(name)
  if (entry) return { entry, rest: others }
  const [second = '', ...rest] = others
  const inner = commandNamed(`${name} ${second}`)
  if (inner) return { entry: inner, rest }
  throw unknownCommand(name, second)
}

function commandNamed(name: string): CommandEntry | undefined {
  return COMMANDS.find((one) => one.name === name)
}

function unknownCommand(first: string, second: string): HoldoutError {
  const names = COMMANDS.map(({ name }) => name)
  const inner = names.filter((name) => name.startsWith(`${first} `))
  if (inner.length > 0 && (second === '' || second.startsWith('-'))) {
    const hint = `Its commands are ${inner.join(', ')}.`
    return new HoldoutError('usage/unknown-command', `${first}: expected what to do with them`, { hint })
  }
  const written = inner.length > 0 ? `${first} ${second}` : first
  const meant = didYouMean(written, inner.length > 0 ? inner : names)
  return new HoldoutError('usage/unknown-command', `there is no command ${JSON.stringify(written)}`, {
    hint: meant === undefined ? 'See "holdout help" for all commands.' : `Did you mean ${meant}?`,
  })
}
