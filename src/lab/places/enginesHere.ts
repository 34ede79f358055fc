import type { ENGINES, Place } from './place.ts'
import { placeShell } from './placeShell.ts'

/** What succeeds where an engine is on this machine and answers. Its commands alone may be installed, and wait long for an answer. */
const SCRIPTS: Readonly<Record<(typeof ENGINES)[number], string>> = {
  slurm: 'command -v sbatch && exec timeout 3 sinfo -h',
}

/** Whether this machine has the engine of a place. */
export async function isEngineHere({ engine }: Pick<Place, 'engine'>): Promise<boolean> {
  const { code } = await placeShell(undefined).run(['sh', '-c', SCRIPTS[engine]])
  return code === 0
}
