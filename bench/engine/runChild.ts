/** Runs one script of this folder in a process of its own: TensorFlow takes its threads from the environment once. */
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

/** Threads as the trainer chooses them for small networks. */
export const SMALL_THREADS = { TF_NUM_INTRAOP_THREADS: '1', TF_NUM_INTEROP_THREADS: '2' }
/** Threads as the trainer chooses them for wide networks, on two cores. */
export const WIDE_THREADS = { TF_NUM_INTRAOP_THREADS: '2', TF_NUM_INTEROP_THREADS: '1' }
/** TensorFlow's own choice. */
export const DEFAULT_THREADS = {}

/** What the script printed, as JSON. */
export async function runChild<Figures>(
  script: string,
  args: readonly string[],
  threads: Readonly<Record<string, string>>,
): Promise<Figures> {
  const path = fileURLToPath(new URL(`./${script}`, import.meta.url))
  const env = { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3', ...threads }
  const { stdout } = await promisify(execFile)(process.execPath, [path, ...args], { env, maxBuffer: 64 << 20 })
  return JSON.parse(stdout) as Figures
}
