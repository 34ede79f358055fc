import type { ENGINES, Place } from './place.ts'
import { placeShell } from './placeShell.ts'

/**
 * What succeeds where an engine is on this machine and answers. The commands of Slurm alone may be installed: without a configuration
 * they ask the network for one, so they are not started.
 */
const SCRIPTS: Readonly<Record<(typeof ENGINES)[number], string>> = {
  slurm: `command -v sbatch &&
    { [ -r "\${SLURM_CONF:-/etc/slurm/slurm.conf}" ] || [ -r /run/slurm/conf/slurm.conf ]; } &&
    exec timeout 3 sinfo -h`,
}

/** Whether this machine has the engine of a place. */
export async function isEngineHere({ engine }: Pick<Place, 'engine'>): Promise<boolean> {
  const { code } = await placeShell(undefined).run(['sh', '-c', SCRIPTS[engine]])
  return code === 0
}
