import { spawn } from 'node:child_process'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { isStarved, patienceMs } from './patience.ts'

/** How often it is looked whether a busy machine has time again. */
const LOOK_MS = 5000

const CLI = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))

/** How a command ended. */
export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
  readonly ms: number
  readonly isHung: boolean
}

/** Runs the command line, or another program, in a group of its own; kills all of the group after a while, if wanted. */
export async function command(
  args: readonly string[],
  { killAfterMs, program = CLI }: CommandOptions = {},
): Promise<Ended> {
  const begun = performance.now()
  const child = spawn(process.execPath, [program, ...args], { detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
  let [stdout, stderr] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  const closed = new Promise<number | null>((resolve) => child.once('close', resolve))
  const patience = killAfterMs ?? patienceMs()
  const giveUp = new AbortController()
  const late = wait(Math.min(patience, 2 ** 31 - 1), true, { signal: giveUp.signal }).catch(() => false)
  let isLate = await Promise.race([closed.then(() => false), late])
  while (isLate && killAfterMs === undefined && isStarved())
    isLate = await Promise.race([closed.then(() => false), wait(LOOK_MS, true)])
  if (isLate) endGroup(child.pid)
  giveUp.abort()
  const code = await closed
  return { code, stdout, stderr, ms: performance.now() - begun, isHung: isLate && killAfterMs === undefined }
}

export interface CommandOptions {
  readonly killAfterMs?: number
  readonly program?: string
}

function endGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL')
  } catch {
    // It has ended by itself.
  }
}
