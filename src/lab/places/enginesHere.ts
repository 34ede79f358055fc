import type { EngineName, Place } from './place.ts'
import { placeShell } from './placeShell.ts'

/**
 * What succeeds where an engine is on this machine and answers. The commands of Slurm alone may be installed: without a configuration
 * they ask the network for one, so they are not started. A Ray of our own is started for each run: its Python must have it.
 */
const SCRIPTS: Readonly<Record<EngineName, string>> = {
  slurm: `command -v sbatch &&
    { [ -r "\${SLURM_CONF:-/etc/slurm/slurm.conf}" ] || [ -r /run/slurm/conf/slurm.conf ]; } &&
    exec timeout 3 sinfo -h`,
  ray: `exec python3 -c 'import importlib.util, sys; sys.exit(importlib.util.find_spec("ray") is None)'`,
}

/** Whether this machine has the engine of a place. */
export async function isEngineHere({ engine }: Pick<Place, 'engine'>): Promise<boolean> {
  const { code } = await placeShell(undefined).run(['sh', '-c', SCRIPTS[engine]])
  return code === 0
}
