import { isRunning } from '../lab/files/isRunning.ts'

/** Names the processes that this one was started by, from the launcher up to npm: see `scripts/setup/starters.mjs`. */
export const STARTERS = 'HOLDOUT_STARTERS'

const EVERY_MS = 1000

/**
 * Ends this program, as the closing of its terminal does, when one of those that started it is gone: npm or the launcher was killed in
 * a way that it could not pass on, and nobody would see or stop what goes on.
 */
export function watchStarters(env: NodeJS.ProcessEnv = process.env, end = hangUp, everyMs = EVERY_MS): void {
  const starters = (env[STARTERS] ?? '')
    .split(',')
    .map(Number)
    .filter((pid) => Number.isSafeInteger(pid) && pid > 1)
  // What this program starts has this program to watch.
  Reflect.deleteProperty(env, STARTERS)
  if (starters.length === 0) return
  const timer = setInterval(() => {
    if (starters.every(isRunning)) return
    clearInterval(timer)
    end()
  }, everyMs)
  timer.unref()
}

function hangUp(): void {
  process.kill(process.pid, process.platform === 'win32' ? 'SIGTERM' : 'SIGHUP')
}
