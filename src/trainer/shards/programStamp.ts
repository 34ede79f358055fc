import { readFileSync } from 'node:fs'
import { stampOf } from '../../core/shards/shardMessage.ts'

/** The stamp of this program. */
export function programStamp(): string {
  const text = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')
  return stampOf((JSON.parse(text) as { version: string }).version)
}
