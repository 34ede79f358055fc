/** A CSV of about a gigabyte, from its first look to its predictions: how long each command takes, and in how much memory. */
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Measurement } from '../measurement.ts'
import { watchMemory } from './watchMemory.ts'

const COLUMNS = 30
const EXPERIMENT = `holdout: 1
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

/** Five million rows of 30 columns: looked at, trained on in five folds with a report, and predicted. */
export async function measureLarge({ isQuick }: { readonly isQuick: boolean }): Promise<Measurement[]> {
  const rows = isQuick ? 100_000 : 5_000_000
  const folder = await mkdtemp(join(tmpdir(), 'holdout-bench-'))
  try {
    const csv = join(folder, 'large.csv')
    const experiment = join(folder, 'large.yaml')
    const workspace = join(folder, 'workspace')
    const report = join(folder, 'report')
    await promisify(execFile)(process.execPath, [pathOf('writeLargeCsv.ts'), csv, String(rows), String(COLUMNS)])
    await writeFile(experiment, EXPERIMENT)
    const size = `${String(rows)} rows × ${String(COLUMNS)} columns, ${String(Math.round((await stat(csv)).size / 1e6))} MB`
    const inspected = await measured(`${size}: inspect`, ['inspect', csv])
    const ran = await measured('import, five folds, final model, report', [
      'run',
      experiment,
      '--out',
      report,
      '--workspace',
      workspace,
    ])
    const predicted = await measured('predict all of it', [
      'predict',
      join(report, 'models', 'model-0.json'),
      csv,
      '--out',
      join(folder, 'predicted.csv'),
    ])
    return [inspected, ran, predicted]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function measured(name: string, args: readonly string[]): Promise<Measurement> {
  const start = performance.now()
  const child = spawn(process.execPath, [pathOf('../../src/cli/main.ts'), ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const watched = watchMemory(child.pid ?? process.pid)
  const [code] = (await once(child, 'close')) as [number | null]
  if (code !== 0) throw new Error(`${args[0]} ended with ${String(code)}`)
  return {
    name,
    seconds: (performance.now() - start) / 1000,
    digits: 0,
    notes: { 'peak MB, all processes (target: 3000)': watched.stop() },
  }
}

function pathOf(program: string): string {
  return fileURLToPath(new URL(program, import.meta.url))
}
