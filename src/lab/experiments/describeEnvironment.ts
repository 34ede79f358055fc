import { readFileSync } from 'node:fs'
import { arch, availableParallelism, cpus, platform, release, totalmem } from 'node:os'
import type { EnvironmentDocument } from '../../core/run/runDocument.ts'

/** Version of Holdout, from its package. */
export function holdoutVersion(): string {
  const text = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}

/** This machine, as far as a report tells of it: nothing that names a person or a place. */
export function describeEnvironment(): EnvironmentDocument {
  return {
    holdout: holdoutVersion(),
    node: process.version,
    platform: `${platform()} ${release()} ${arch()}`,
    cpu: cpus().at(0)?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryBytes: totalmem(),
  }
}
