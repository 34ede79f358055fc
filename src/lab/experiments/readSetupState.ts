import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { InstalledFile } from './installedFile.ts'

/** What set-up noted about itself, as far as it is read here; `scripts/setup/state.mjs` describes the file. */
export interface SetupNotes {
  readonly backend: 'native' | 'portable'
  /** `package`: it came with an installed package, which `scripts/package/stageApp.mjs` made. */
  readonly origin: 'wheel' | 'download' | 'package' | 'none'
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

const ROOT = new URL('../../../', import.meta.url)

/** Notes of the set-up of this checkout or of the package; absent where set-up never ran to its end. */
export async function readSetupState(): Promise<SetupNotes | undefined> {
  try {
    const notes = JSON.parse(await readFile(new URL('node_modules/.holdout-setup.json', ROOT), 'utf8')) as SetupNotes
    return placedNotes(notes, fileURLToPath(ROOT))
  } catch {
    return undefined
  }
}

/** Notes with whole paths: a package is put anywhere, and its paths begin at its own folder. */
export function placedNotes({ library, kernel, files, ...notes }: SetupNotes, root: string): SetupNotes {
  const placed = (path: string): string => resolve(root, path)
  return {
    ...notes,
    library: library === null ? null : placed(library),
    ...(kernel !== undefined && { kernel: kernel === null ? null : placed(kernel) }),
    ...(files && { files: files.map((file) => ({ ...file, path: placed(file.path) })) }),
  }
}

/** What puts installed files right that are damaged or missing. */
export function howToRepair(notes: Pick<SetupNotes, 'origin'> | null | undefined): string {
  return notes?.origin === 'package' ? 'Install the package of Holdout again.' : 'Run "npm run setup".'
}
