import { isRecord } from '../file/experimentFile.ts'

/**
 * The name of every layer: the one given, else its type and a number counted per type (`dense1`, `dense2`),
 * `output` for the output. Numbers already taken by given names are passed over.
 */
export function layerNames(layers: readonly unknown[]): readonly string[] {
  const taken = new Set(layers.map(givenName).filter((name) => name !== undefined))
  const counts = new Map<string, number>()
  return layers.map((layer) => givenName(layer) ?? freeName(layerType(layer), taken, counts))
}

function givenName(layer: unknown): string | undefined {
  return isRecord(layer) && typeof layer.name === 'string' ? layer.name : undefined
}

function layerType(layer: unknown): string {
  if (typeof layer === 'string') return layer
  return isRecord(layer) && typeof layer.type === 'string' ? layer.type : 'layer'
}

function freeName(type: string, taken: Set<string>, counts: Map<string, number>): string {
  if (type === 'output' && !taken.has(type)) {
    taken.add(type)
    return type
  }
  let count = counts.get(type) ?? 0
  do count++
  while (taken.has(`${type}${count}`))
  counts.set(type, count)
  taken.add(`${type}${count}`)
  return `${type}${count}`
}
