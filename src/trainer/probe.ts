/**
 * Loads the backend, tells which one it got as one line of JSON on stdout, and ends: what `holdout doctor` asks, in a
 * process of its own, because a library that does not fit this machine may take its process down.
 */
import { toErrorData } from '../core/errors.ts'
import { openBackend } from './backend/openBackend.ts'

const threads = { intraOp: 1, interOp: 1 }
const wanted = process.argv[2] === 'portable' ? 'portable' : 'tensorflow'

try {
  const { info } = await openBackend({ backend: wanted, program: 'compiled', threads })
  process.stdout.write(`${JSON.stringify({ info })}\n`)
} catch (thrown) {
  process.stdout.write(`${JSON.stringify({ error: toErrorData(thrown) })}\n`)
}
