import type { CommandEntry } from '../command.ts'

/** Commands about places where runs can be trained besides this machine. */
export const PLACES_COMMANDS: readonly CommandEntry[] = [
  { name: 'places add', load: async () => (await import('./add.ts')).placesAdd },
  { name: 'places setup', load: async () => (await import('./setup.ts')).placesSetup },
  { name: 'places check', load: async () => (await import('./check.ts')).placesCheck },
  { name: 'places list', load: async () => (await import('./list.ts')).placesList },
  { name: 'places clean', load: async () => (await import('./clean.ts')).placesClean },
]
