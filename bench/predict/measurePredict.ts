/** How long the command line takes to predict a large file, and in how much memory. */
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Measurement } from '../measurement.ts'
import type { CommandFigures } from './commandChild.ts'
import { madeUpModel } from './madeUpModel.ts'

const COLUMNS = 50

/** A million rows of 50 columns by a network of 32 hidden units. */
export async function measurePredict({ isQuick }: { readonly isQuick: boolean }): Promise<Measurement[]> {
  const rows = isQuick ? 50_000 : 1_000_000
  const folder = await mkdtemp(join(tmpdir(), 'holdout-bench-'))
  try {
    const file = join(folder, 'made-up.csv')
    const model = join(folder, 'model.json')
    await promisify(execFile)(process.execPath, [
      programPath('../import/writeMadeUpCsv.ts'),
      file,
      String(rows),
      String(COLUMNS),
    ])
    await writeFile(model, JSON.stringify(madeUpModel(COLUMNS)))
    const figures = await command('predict', model, file, '--out', join(folder, 'predicted.csv'))
    return [
      {
        name: `predict of ${String(Math.round((await stat(file)).size / 1e6))} MB: ${String(rows)} rows, ${String(COLUMNS)} columns, whole command`,
        seconds: figures.seconds,
        notes: {
          'seconds of all processors': figures.processorSeconds,
          'rows per second': rows / figures.seconds,
          'peak MB': figures.peakMegabytes,
        },
      },
    ]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function command(...args: readonly string[]): Promise<CommandFigures & { readonly seconds: number }> {
  const start = performance.now()
  const child = spawn(process.execPath, [programPath('commandChild.ts'), ...args], {
    stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
  })
  const [told] = await Promise.all([text(child.stdio[3] as Readable), once(child, 'close')])
  return { ...(JSON.parse(told) as CommandFigures), seconds: (performance.now() - start) / 1000 }
}

function programPath(program: string): string {
  return fileURLToPath(new URL(program, import.meta.url))
}
