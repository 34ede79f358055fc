import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

/** A Python, and folders of packages besides its own. */
export interface PeerPython {
  readonly python: string
  readonly folder?: string
}

/**
 * What a Python script of this folder printed, as JSON.
 * @returns the reason in words where the script cannot run, such as a package that this Python lacks
 */
export async function runPeer<Figures>(
  { python, folder }: PeerPython,
  script: string,
  args: readonly string[],
): Promise<Figures | string> {
  const path = fileURLToPath(new URL(`./${script}`, import.meta.url))
  const env = { ...process.env, ...(folder !== undefined && { PYTHONPATH: folder }) }
  try {
    const { stdout } = await promisify(execFile)(python, [path, ...args], { maxBuffer: 64 << 20, env })
    return JSON.parse(stdout) as Figures
  } catch (error) {
    const { stderr = '' } = error as { readonly stderr?: string }
    return stderr.trim().split('\n').at(-1) ?? String(error)
  }
}
