import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Lab } from '../lab/lab.ts'

const EXPERIMENT = /\.(ya?ml|json)$/i
const TABLE = /\.(csv|tsv|txt|dat|gz)$/i

/** What the page is to open a file as, by its ending; undefined for what the app does not open. */
export function kindOfFile(path: string): 'csv' | 'experiment' | undefined {
  if (EXPERIMENT.test(path)) return 'experiment'
  return TABLE.test(path) ? 'csv' : undefined
}

/** Files named on a command line, of this start or a second one. */
export function filesOf(args: readonly string[], folder: string): readonly string[] {
  return args
    .filter((arg) => !arg.startsWith('-') && kindOfFile(arg) !== undefined)
    .map((arg) => resolve(folder, arg))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile() === true)
}

/** Lets the page use files that a person pointed at, and tells it to open them. */
export async function openFiles({ files, hub }: Lab, paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    const as = kindOfFile(path)
    if (as) hub.tell({ kind: 'opened', file: await files.grant(path), as })
  }
}
