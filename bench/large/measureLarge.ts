/** A CSV of about a gigabyte, from its first look to its predictions: how long each command takes, and in how much memory. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Measurement } from '../measurement.ts'
import { EXPERIMENT, rowsWanted, writeLargeFile } from './largeFile.ts'
import { watchMemory } from './watchMemory.ts'

/** Five million rows of 30 columns: looked at, trained on in five folds with a report, diagnosed, exported and predicted. */
export async function measureLarge({ isQuick }: { readonly isQuick: boolean }): Promise<Measurement[]> {
  const folder = await mkdtemp(join(tmpdir(), 'holdout-bench-'))
  try {
    const { path, size } = await writeLargeFile(folder, rowsWanted(isQuick))
    const experiment = join(folder, 'large.yaml')
    await writeFile(experiment, EXPERIMENT)
    const workspace = ['--workspace', join(folder, 'workspace')]
    const report = join(folder, 'report')
    const model = join(report, 'models', 'model-0.json')
    return [
      await measured(`${size}: inspect`, ['inspect', path]),
      await measured('import, five folds, final model, report', ['run', experiment, '--out', report, ...workspace]),
      await measured('diagnose', ['diagnose', 'latest', ...workspace]),
      await measured('export as files', ['export', 'latest', '--out', join(folder, 'files'), ...workspace]),
      await measured('export as parquet', [
        'export',
        'latest',
        '--format',
        'parquet',
        '--out',
        join(folder, 'parquet'),
        ...workspace,
      ]),
      await measured('predict all of it', ['predict', model, path, '--out', join(folder, 'predicted.csv')]),
    ]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function measured(name: string, args: readonly string[]): Promise<Measurement> {
  const start = performance.now()
  const program = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'ignore', 'inherit'] })
  const watched = watchMemory(child.pid ?? process.pid)
  const [code] = (await once(child, 'close')) as [number | null]
  const { together } = watched.stop()
  if (code !== 0) throw new Error(`${args[0]} ended with ${String(code)}`)
  return {
    name,
    seconds: (performance.now() - start) / 1000,
    digits: 0,
    notes: { 'peak MB, all processes (target: 3000)': together },
  }
}
