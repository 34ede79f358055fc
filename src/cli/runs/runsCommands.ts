import type { CommandEntry } from '../command.ts'

/** Commands about runs that were kept. */
export const RUNS_COMMANDS: readonly CommandEntry[] = [
  { name: 'runs list', load: async () => (await import('./list.ts')).runsList },
  { name: 'runs show', load: async () => (await import('./show.ts')).runsShow },
  { name: 'runs compare', load: async () => (await import('./compare.ts')).runsCompare },
  { name: 'runs note', load: async () => (await import('./note.ts')).runsNote },
  { name: 'runs delete', load: async () => (await import('./deleteAndRestore.ts')).runsDelete },
  { name: 'runs restore', load: async () => (await import('./deleteAndRestore.ts')).runsRestore },
  { name: 'runs verify', load: async () => (await import('./verify.ts')).runsVerify },
  { name: 'runs extend', load: async () => (await import('./extend.ts')).runsExtend },
  { name: 'runs check', load: async () => (await import('./check.ts')).runsCheck },
  { name: 'runs gc', load: async () => (await import('./collect.ts')).runsGc },
  { name: 'runs recover', load: async () => (await import('./recover.ts')).runsRecover },
]
