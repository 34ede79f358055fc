import type { HistoryValue } from '../../contract/history.ts'

/** Nested plain data as one value per path, e.g. `training.optimizer.learningRate`, `layers[1].rate`. */
export function flatSettings(data: unknown, path = ''): ReadonlyMap<string, HistoryValue> {
  const found = new Map<string, HistoryValue>()
  collect(data, path, found)
  return found
}

function collect(data: unknown, path: string, found: Map<string, HistoryValue>): void {
  if (Array.isArray(data)) {
    data.forEach((item, index) => collect(item, `${path}[${index}]`, found))
  } else if (typeof data === 'object' && data !== null) {
    for (const [key, value] of Object.entries(data)) collect(value, path === '' ? key : `${path}.${key}`, found)
  } else if (typeof data === 'string' || typeof data === 'number' || typeof data === 'boolean' || data === null) {
    found.set(path, data)
  }
}
