import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { ErrorData } from '../../core/errors.ts'
import type { BackendInfo } from '../../core/run/runEvent.ts'
import { describeCrash } from './describeCrash.ts'
import { programFile } from '../programFile.ts'

/** Loading takes under a second; a disk asleep or a slow one, some more. */
const PATIENCE_MS = 60_000

/** What became of loading a backend. */
export type BackendProbe =
  | { readonly kind: 'loaded'; readonly info: BackendInfo; readonly seconds: number }
  | { readonly kind: 'failed'; readonly error: ErrorData }

/** Loads a backend in a short-lived process of its own. Never rejects. */
export function probeBackend(backend: 'tensorflow' | 'portable'): Promise<BackendProbe> {
  const program = fileURLToPath(programFile(import.meta.url, '../../trainer/probe'))
  const env = { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3' }
  const startedAt = performance.now()
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [program, backend],
      { env, timeout: PATIENCE_MS },
      (_error, stdout, stderr) => {
        const seconds = (performance.now() - startedAt) / 1000
        resolve(probeResult(stdout, seconds) ?? crashed(child.exitCode, child.signalCode, stderr))
      },
    )
  })
}

/** The program's last line; whatever libraries print comes before it. */
function probeResult(stdout: string, seconds: number): BackendProbe | undefined {
  const line = stdout.trimEnd().split('\n').at(-1) ?? ''
  if (!line.startsWith('{')) return undefined
  const told = JSON.parse(line) as { readonly info?: BackendInfo; readonly error?: ErrorData }
  if (told.info) return { kind: 'loaded', info: told.info, seconds }
  return told.error && { kind: 'failed', error: told.error }
}

function crashed(code: number | null, signal: string | null, stderr: string): BackendProbe {
  const lastLines = stderr.split('\n').filter((line) => line.trim() !== '')
  return { kind: 'failed', error: describeCrash({ code, signal, lastLines }).error }
}
