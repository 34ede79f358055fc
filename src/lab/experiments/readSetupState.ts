import { readFile } from 'node:fs/promises'
import type { InstalledFile } from './installedFile.ts'

/** What set-up noted about itself, as far as it is told; `scripts/setup/state.mjs` describes the file. */
export interface SetupNotes {
  readonly backend: 'native' | 'portable'
  readonly origin: 'wheel' | 'download' | 'none'
  readonly forced: boolean
  /** Why it is not native, in one sentence. */
  readonly reason: string | null
  readonly hint: string | null
  readonly library: string | null
  /** Path of the training kernel, and in one sentence why there is none. */
  readonly kernel?: string | null
  readonly kernelReason?: string | null
  readonly cache: string
  readonly preparedAt: string
  readonly files?: readonly InstalledFile[]
}

/** Notes of the set-up of this checkout; absent where it never ran to its end, or in an installed app. */
export async function readSetupState(): Promise<SetupNotes | undefined> {
  try {
    const file = new URL('../../../node_modules/.holdout-setup.json', import.meta.url)
    return JSON.parse(await readFile(file, 'utf8')) as SetupNotes
  } catch {
    return undefined
  }
}
