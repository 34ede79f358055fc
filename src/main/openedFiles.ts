import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Lab } from '../lab/lab.ts'

const EXPERIMENT = /\.(ya?ml|json)$/i
const TABLE = /\.(csv|tsv|txt|dat|gz|parquet|jsonl|ndjson|xlsx|xlsm)$/i

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

/** Lets the page use files that a person pointed at, all of them, and then tells it to open them: one may name another. */
export async function openFiles({ files, hub }: Lab, paths: readonly string[]): Promise<void> {
  const opened = paths.flatMap((path) => {
    const as = kindOfFile(path)
    return as ? [{ path, as }] : []
  })
  const granted = await Promise.all(opened.map(async ({ path, as }) => ({ file: await files.grant(path), as })))
  for (const { file, as } of granted) hub.tell({ kind: 'opened', file, as })
}
