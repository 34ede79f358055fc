/** How long a large CSV takes to be inspected and imported, in how much memory, and how long the event loop is held up. */
import { execFile } from 'node:child_process'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { DuckDBInstance } from '@duckdb/node-api'
import type { Measurement } from '../measurement.ts'
import type { ImportFigures } from './importChild.ts'

const SHAPES = [
  { rows: 1_480_000, columns: 14 },
  { rows: 20_000, columns: 3000 },
] as const

/** A long table of 200 MB and a wide one of 660 MB, each in processes of their own. */
export async function measureImport(): Promise<Measurement[]> {
  const measurements: Measurement[] = []
  for (const { rows, columns } of SHAPES) measurements.push(await measureShape(rows, columns))
  return measurements
}

async function measureShape(rows: number, columns: number): Promise<Measurement> {
  const folder = await mkdtemp(join(tmpdir(), 'holdout-bench-'))
  try {
    const file = join(folder, 'made-up.csv')
    await inProcess('writeMadeUpCsv.ts', file, String(rows), String(columns))
    const figures = JSON.parse(await inProcess('importChild.ts', file, folder)) as ImportFigures
    return {
      name: `import of ${String(Math.round((await stat(file)).size / 1e6))} MB: ${String(rows)} rows, ${String(columns)} columns, full profile`,
      seconds: figures.import,
      // By its own guess DuckDB takes gigabytes for thousands of columns.
      ...(columns < 100 && { ratios: await againstDuckDb(figures.import, file, join(folder, 'converted.parquet')) }),
      notes: {
        'seconds of all processors': figures.processor,
        'seconds to inspect': figures.inspect,
        'seconds to import again': figures.again,
        'seconds to load as a table': figures.load,
        'peak MB': figures.peakMegabytes,
        'event loop held up, ms, longest': figures.heldUpMs,
        'event loop held up, ms, 99 %': figures.heldUpP99Ms,
      },
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function inProcess(program: string, ...args: string[]): Promise<string> {
  const path = fileURLToPath(new URL(program, import.meta.url))
  return (await promisify(execFile)(process.execPath, [path, ...args])).stdout
}

/** Against a conversion by DuckDB's own guess, without ledger, check or profile. */
async function againstDuckDb(ours: number, file: string, parquet: string): Promise<Record<string, number>> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  const start = performance.now()
  await connection.run(`COPY (FROM read_csv('${file}')) TO '${parquet}' (FORMAT parquet, ROW_GROUP_SIZE 20480)`)
  const seconds = (performance.now() - start) / 1000
  connection.closeSync()
  instance.closeSync()
  return { 'of the time DuckDB takes to convert it to Parquet unchecked': ours / seconds }
}
