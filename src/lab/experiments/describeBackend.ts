import type { Environment } from '../../contract/system.ts'
import { readSetupState } from './readSetupState.ts'

/** What will train on this machine, as set-up found it. Nothing is loaded for it: each run says what it really got. */
export async function describeBackend(): Promise<Environment['backend']> {
  const setup = await readSetupState()
  if (setup?.kernel) return { name: 'kernel' }
  if (setup?.backend === 'native') return { name: 'tensorflow' }
  const notice = setup?.reason ?? 'The native library was not set up.'
  return { name: 'wasm', notice: `${notice} Training is slower without it.` }
}
