import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/**
 * A Python with Keras, onnxruntime, scikit-learn and pandas, for tests that compare with them: the one named in
 * `HOLDOUT_PEERS`, or the one that the checks make in the cache; `undefined` where there is neither.
 */
export function pythonPeers(): string | undefined {
  const program = fileURLToPath(new URL('../../../../scripts/findPeers.mjs', import.meta.url))
  const found = execFileSync(process.execPath, [program], { encoding: 'utf8' })
  return found === '' ? undefined : found
}
