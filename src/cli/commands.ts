import type { Command, CommandEntry } from './command.ts'
import { overviewHelp } from './helpText.ts'
import { PLACES_COMMANDS } from './places/placesCommands.ts'
import { RUNS_COMMANDS } from './runs/runsCommands.ts'

/** Every command, in the order in which help lists them. */
export const COMMANDS: readonly CommandEntry[] = [
  { name: 'run', load: async () => (await import('./commands/run.ts')).run },
  ...RUNS_COMMANDS,
  ...PLACES_COMMANDS,
  { name: 'diagnose', load: async () => (await import('./commands/diagnose.ts')).diagnose },
  { name: 'inspect', load: async () => (await import('./commands/inspect.ts')).inspect },
  { name: 'report', load: async () => (await import('./commands/report.ts')).report },
  { name: 'export', load: async () => (await import('./commands/exportCommand.ts')).exportCommand },
  { name: 'predict', load: async () => (await import('./commands/predict.ts')).predict },
  { name: 'serve', load: async () => (await import('./commands/serve.ts')).serve },
  { name: 'doctor', load: async () => (await import('./commands/doctor.ts')).doctor },
  { name: 'help', load: () => Promise.resolve(helpCommand()) },
  { name: 'version', load: async () => (await import('./commands/version.ts')).version },
]

/** Stands here because it speaks of the table itself. */
function helpCommand(): Command {
  return {
    name: 'help',
    parameters: '',
    summary: 'list the commands',
    positionals: [0, 1],
    options: {},
    run: async (_input, terminal) => {
      terminal.out(overviewHelp(await Promise.all(COMMANDS.map(({ load }) => load()))))
      return 0
    },
  }
}
