import { EXIT } from '../../core/errors.ts'
import { holdoutVersion } from '../../lab/experiments/describeEnvironment.ts'
import type { Command } from '../command.ts'

/** `holdout version`. */
export const version: Command = {
  name: 'version',
  parameters: '',
  summary: 'print the version',
  positionals: [0, 0],
  options: {},
  run: ({ json }, terminal) => {
    terminal.out(json ? `${JSON.stringify({ version: holdoutVersion() })}\n` : `${holdoutVersion()}\n`)
    return Promise.resolve(EXIT.done)
  },
}
