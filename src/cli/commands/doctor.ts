import type { Command } from '../command.ts'
export const doctor: Command = {
  name: 'doctor',
  parameters: '',
  summary: 'x',
  positionals: [0, 0],
  options: {},
  run: () => Promise.resolve(0),
}
