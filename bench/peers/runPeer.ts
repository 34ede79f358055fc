import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

/**
 * What a Python script of this folder printed, as JSON.
 * @returns the reason in words where the script cannot run, such as a package that this Python lacks
 */
export async function runPeer<Figures>(
  python: string,
  script: string,
  args: readonly string[],
): Promise<Figures | string> {
  const path = fileURLToPath(new URL(`./${script}`, import.meta.url))
  try {
    const { stdout } = await promisify(execFile)(python, [path, ...args], { maxBuffer: 64 << 20 })
    return JSON.parse(stdout) as Figures
  } catch (error) {
    const { stderr = '' } = error as { readonly stderr?: string }
    return stderr.trim().split('\n').at(-1) ?? String(error)
  }
}
