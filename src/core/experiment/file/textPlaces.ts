import { isAlias, isMap, isNode, isScalar, isSeq, type Document, type LineCounter } from 'yaml'
import type { NodePath } from './nodePath.ts'
import type { Locate, TextPosition } from './problem.ts'

/** Where the parts of a text stand, as plain data. Offsets are in characters from 0. */
export interface TextPlaces {
  /** Offset of the first character of each line. */
  readonly lines: readonly number[]
  readonly root: TextPlace
}

/** Where one value stands. */
export interface TextPlace {
  /** Of the value; absent where nothing is written. */
  readonly value?: number
  /** Of its key, where it has one. */
  readonly key?: number
  /** Of what it holds: by key, or by index. */
  readonly inner?: ReadonlyMap<string, TextPlace>
}

/** The places of all that a document holds. It must be free of circles. */
export function placesOf(document: Document, counter: LineCounter): TextPlaces {
  const known = new Map<unknown, TextPlace['inner']>()
  return { lines: counter.lineStarts.toSorted((a, b) => a - b), root: placeOf(document.contents) }

  function placeOf(node: unknown, key?: unknown): TextPlace {
    const value = startOf(node)
    const keyStart = startOf(key)
    const inner = innerOf(isAlias(node) ? node.resolve(document) : node)
    return {
      ...(value !== undefined && { value }),
      ...(keyStart !== undefined && { key: keyStart }),
      ...(inner && { inner }),
    }
  }

  function innerOf(node: unknown): TextPlace['inner'] {
    if (!isMap(node) && !isSeq(node)) return undefined
    const before = known.get(node)
    if (before) return before
    const inner = new Map<string, TextPlace>()
    if (isMap(node))
      for (const { key, value } of node.items) inner.set(String(isScalar(key) ? key.value : key), placeOf(value, key))
    else for (const [index, item] of node.items.entries()) inner.set(String(index), placeOf(item))
    known.set(node, inner)
    return inner
  }
}

/** Finds places: of what is missing, the place of what it is missing from. */
export function locatorOf({ lines, root }: TextPlaces): Locate {
  return (path: NodePath, atKey = false) => {
    let place = root
    let offset = root.value
    for (const [index, step] of path.entries()) {
      const next = place.inner?.get(String(step))
      if (next === undefined) break
      const isKeyMeant = atKey && index === path.length - 1
      offset = (isKeyMeant ? next.key : (next.value ?? next.key)) ?? offset
      place = next
    }
    return offset === undefined ? undefined : positionAt(lines, offset)
  }
}

/** Line and column of an offset, both from 1. */
function positionAt(lines: readonly number[], offset: number): TextPosition {
  let low = 0
  let high = lines.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (lines[middle] <= offset) low = middle + 1
    else high = middle
  }
  return { line: Math.max(low, 1), column: Math.max(offset - (lines.at(low - 1) ?? 0) + 1, 1) }
}

/** Offset of the first character of a node. */
export function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined
}
