import type { ENGINES, Place } from './place.ts'
import { placeShell } from './placeShell.ts'

/** The command that shows that an engine is on a machine. */
const COMMANDS: Readonly<Record<(typeof ENGINES)[number], string>> = { slurm: 'sbatch' }

/** Whether this machine has the engine of a place. */
export async function isEngineHere({ engine }: Pick<Place, 'engine'>): Promise<boolean> {
  const { code } = await placeShell(undefined).run(['sh', '-c', `command -v ${COMMANDS[engine]}`])
  return code === 0
}
