import type { Command } from './command.ts'
import { diagnose } from './commands/diagnose.ts'
import { doctor } from './commands/doctor.ts'
import { exportCommand } from './commands/exportCommand.ts'
import { inspect } from './commands/inspect.ts'
import { predict } from './commands/predict.ts'
import { report } from './commands/report.ts'
import { run } from './commands/run.ts'
import { serve } from './commands/serve.ts'
import { version } from './commands/version.ts'
import { overviewHelp } from './helpText.ts'
import { PLACES_COMMANDS } from './places/placesCommands.ts'
import { RUNS_COMMANDS } from './runs/runsCommands.ts'

/** Every command, in the order in which help lists them. */
export const COMMANDS: readonly Command[] = [
  run,
  ...RUNS_COMMANDS,
  ...PLACES_COMMANDS,
  diagnose,
  inspect,
  report,
  exportCommand,
  predict,
  serve,
  doctor,
  helpCommand(),
  version,
]

/** Stands here because it speaks of the table itself. */
function helpCommand(): Command {
  return {
    name: 'help',
    parameters: '',
    summary: 'list the commands',
    positionals: [0, 1],
    options: {},
    run: (_input, terminal) => {
      terminal.out(overviewHelp(COMMANDS))
      return Promise.resolve(0)
    },
  }
}
