import { execFile } from 'node:child_process'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const COLUMNS = 30

/** What is trained on it: a small network on five folds, and a final one. */
export const EXPERIMENT = `holdout: 1
name: Large
dataset: { file: large.csv, target: label, columns: { id: { role: id } } }
validation: { strategy: k-fold, folds: 5 }
references: none
importance: none
training: { epochs: 1, batchSize: 1024 }
finalModel: refit
models:
  - { name: Small, layers: [{ type: dense, units: 16, activation: relu }, output] }
`

export interface LargeFile {
  readonly path: string
  readonly rows: number
  /** How large it is, in words. */
  readonly size: string
}

/** Five million rows, or as many as `HOLDOUT_BENCH_ROWS` says. */
export function rowsWanted(isQuick: boolean): number {
  return Number(process.env.HOLDOUT_BENCH_ROWS ?? (isQuick ? 100_000 : 5_000_000))
}

/** Writes the file of so many rows, the same every time. */
export async function writeLargeFile(folder: string, rows: number): Promise<LargeFile> {
  const path = join(folder, 'large.csv')
  const program = fileURLToPath(new URL('writeLargeCsv.ts', import.meta.url))
  await promisify(execFile)(process.execPath, [program, path, String(rows), String(COLUMNS)])
  const megabytes = Math.round((await stat(path)).size / 1e6)
  return { path, rows, size: `${String(rows)} rows × ${String(COLUMNS)} columns, ${String(megabytes)} MB` }
}
