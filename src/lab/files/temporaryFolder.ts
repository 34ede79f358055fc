import { createHash } from 'node:crypto'
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { HoldoutError } from '../../core/errors.ts'
import { isRunning } from './isRunning.ts'

/** Names of temporary folders say whose they are: of which machine, and of which process. */
const NAME = /^holdout-[a-z]+-([0-9a-f]{8})-(\d+)-[A-Za-z0-9]{6}$/

/** Folders of the trainer and of the launcher, which live for seconds and name nobody. */
const SHORT_LIVED = /^holdout-(program|open)-[A-Za-z0-9]{6}$/
const LONG_MS = 3_600_000

let swept: Promise<void> | undefined

/**
 * A new folder for what is needed for a while. The first call sweeps up those whose process is gone.
 * @throws HoldoutError `file/no-temporary-folder`
 */
export async function makeTemporaryFolder(kind: string): Promise<string> {
  await (swept ??= sweepTemporaryFolders())
  try {
    return await mkdtemp(join(tmpdir(), `holdout-${kind}-${thisHost()}-${String(process.pid)}-`))
  } catch (cause) {
    const message = `The folder for temporary files, ${tmpdir()}, cannot be used: ${(cause as Error).message}.`
    const hint = 'Set TMPDIR (TEMP on Windows) to a folder that exists and can be written to.'
    throw new HoldoutError('file/no-temporary-folder', message, { path: tmpdir(), hint, cause })
  }
}

/** Removes the temporary folders of processes of this machine that were killed. Those of another user cannot be removed, and stay. */
export async function sweepTemporaryFolders(): Promise<void> {
  const names = await readdir(tmpdir()).catch(() => [])
  for (const path of names.filter((name) => name.startsWith('holdout-')).map((name) => join(tmpdir(), name)))
    if (await isLeftOver(path)) await rm(path, { recursive: true, force: true }).catch(() => undefined)
}

async function isLeftOver(path: string): Promise<boolean> {
  const name = basename(path)
  const [, host, pid] = NAME.exec(name) ?? []
  if (host !== undefined) return host === thisHost() && !isRunning(Number(pid))
  const found = SHORT_LIVED.test(name) ? await stat(path).catch(() => undefined) : undefined
  return found !== undefined && Date.now() - found.mtimeMs > LONG_MS
}

function thisHost(): string {
  return createHash('sha256').update(hostname()).digest('hex').slice(0, 8)
}
