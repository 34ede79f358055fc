import type { SaveOutcome } from '../../../contract/experiments.ts'
import { saveDownload } from './saveDownload.ts'

/** Where something was saved: in a folder, or in the downloads of the browser (no `folder`). */
export interface SavedAs {
  readonly name: string
  readonly folder?: string
}

/** Lets the browser fetch what is to be downloaded. `undefined` where saving was called off. */
export function deliver(outcome: SaveOutcome): SavedAs | undefined {
  if (outcome.kind === 'cancelled') return undefined
  if (outcome.kind === 'saved') return { name: outcome.file.name, folder: outcome.folder }
  saveDownload(outcome.path, outcome.name)
  return { name: outcome.name }
}
