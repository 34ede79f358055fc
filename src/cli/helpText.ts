import { COMMON_OPTIONS } from './command.ts'
import type { Command, CommandOption } from './command.ts'

/** Help for one command. */
export function commandHelp(command: Command): string {
  const options = Object.entries<CommandOption>({ ...command.options, ...COMMON_OPTIONS })
  const lines = [
    `Usage: holdout ${command.name} ${command.parameters} [options]`.replace('  ', ' '),
    '',
    sentence(command.summary),
    '',
    'Options:',
    ...aligned(options.map(([name, option]) => [optionLabel(name, option), option.help])),
  ]
  if (command.notes) lines.push('', ...command.notes)
  return `${lines.join('\n')}\n`
}

/** Help for all commands. */
export function overviewHelp(commands: readonly Command[]): string {
  const rows = commands.map((command): [string, string] => [
    `${command.name} ${command.parameters}`.trim(),
    command.summary,
  ])
  const lines = [
    'Usage: holdout COMMAND [arguments] [options]',
    '',
    ...aligned(rows),
    '',
    '"holdout COMMAND --help" shows the options of a command.',
    'Exit codes: 0 done, 1 a bug, 2 wrong usage or experiment, 3 bad data, 4 training failed, 130 stopped.',
  ]
  return `${lines.join('\n')}\n`
}

function optionLabel(name: string, { short, value }: CommandOption): string {
  const long = `--${name}${value === undefined ? '' : ` ${value}`}`
  return short === undefined ? long : `-${short}, ${long}`
}

function aligned(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([label]) => label.length))
  return rows.map(([label, text]) => `  ${label.padEnd(width)}  ${text}`)
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}
