import { openBackend } from '../backend/openBackend.ts'

/** Opens a backend to check an export with, and says which. */
export async function openForCheck(backend: 'tensorflow' | 'auto'): Promise<string> {
  const { info } = await openBackend({ backend, program: 'eager', threads: { intraOp: 1, interOp: 1 } })
  return info.name === 'tensorflow' ? `TensorFlow ${info.version}` : `TensorFlow.js ${info.version} (${info.name})`
}
