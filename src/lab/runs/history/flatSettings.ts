import type { HistoryValue } from '../../../contract/history.ts'

/** Settings as paths and plain values, in order. */
export type FlatSettings = ReadonlyMap<string, HistoryValue>

/** Nested data as one map: `training.optimizer.learningRate` to `0.1`. Layers are named, other lists numbered from 0. */
export function flatSettings(data: unknown, at = ''): FlatSettings {
  const found = new Map<string, HistoryValue>()
  collect(data, at, found)
  return found
}

function collect(value: unknown, at: string, found: Map<string, HistoryValue>): void {
  if (Array.isArray(value)) {
    value.forEach((item: unknown, index) => collect(item, joined(at, layerName(item) ?? String(index)), found))
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      if (key !== 'name') collect(item, joined(at, key), found)
    }
  } else if (value !== undefined) found.set(at, value as HistoryValue)
}

function joined(at: string, part: string): string {
  return at === '' ? part : `${at}.${part}`
}

function layerName(item: unknown): string | undefined {
  const isNamed = typeof item === 'object' && item !== null && 'name' in item && typeof item.name === 'string'
  return isNamed ? (item as { name: string }).name : undefined
}
