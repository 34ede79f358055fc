import type { Command } from '../command.ts'
export const inspect: Command = {
  name: 'inspect',
  parameters: 'CSV',
  summary: 'x',
  positionals: [1, 1],
  options: {},
  run: () => Promise.resolve(0),
}
