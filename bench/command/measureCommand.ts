/** The exercise's three models by the whole command, from process start to process end. */
import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Measurement } from '../measurement.ts'

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url))

/** Seconds of `holdout run` on the Sonar exercise, report included. */
export async function measureCommand(): Promise<Measurement[]> {
  const folder = await mkdtemp(join(tmpdir(), 'holdout-bench-'))
  try {
    const start = performance.now()
    const experiment = path('../../resources/examples/sonar-dropout.yaml')
    await promisify(execFile)(process.execPath, [
      path('../../src/cli/main.ts'),
      'run',
      experiment,
      '--out',
      join(folder, 'out'),
      '--workspace',
      join(folder, 'workspace'),
    ])
    return [
      {
        name: 'holdout run sonar-dropout.yaml: three models, whole command',
        seconds: (performance.now() - start) / 1000,
      },
    ]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
