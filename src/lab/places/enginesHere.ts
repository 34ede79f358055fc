import type { EngineName, Place } from './place.ts'
import { placeShell } from './placeShell.ts'

/** What ends well where an engine is on a machine. */
const LOOKS: Readonly<Record<EngineName, readonly string[]>> = {
  slurm: ['sh', '-c', 'command -v sbatch'],
  ray: ['python3', '-c', 'import importlib.util, sys; sys.exit(importlib.util.find_spec("ray") is None)'],
}

/** Whether this machine has the engine of a place. */
export async function isEngineHere({ engine }: Pick<Place, 'engine'>): Promise<boolean> {
  return (await placeShell(undefined).run(LOOKS[engine])).code === 0
}
