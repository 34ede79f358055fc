// `npm run setup`: looks for everything anew, also where an earlier set-up went on with the portable backend.
import { say } from './setup/say.mjs'
import { ensureReady } from './setup/ready.mjs'

try {
  await ensureReady({ again: true })
} catch (error) {
  say(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}
