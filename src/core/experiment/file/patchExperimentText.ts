import {
  type Document,
  isMap,
  isNode,
  isScalar,
  isSeq,
  Pair,
  parseDocument,
  visit,
  type Node,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml'
import { isRecord, type ExperimentFile } from './experimentFile.ts'
import { parseExperiment } from './parseExperiment.ts'
import { writeExperiment } from './writeExperiment.ts'

/**
 * The text of `before` changed so that it reads as `after`, with comments, order and layout kept where nothing changed.
 *
 * Falls back to writing the experiment anew where the text cannot be changed in place (aliases, JSON).
 */
export function patchExperimentText(text: string, before: ExperimentFile, after: ExperimentFile): string {
  const patched = patchedText(text, before, after)
  return patched !== undefined && readsAs(patched, after) ? patched : writeExperiment(after)
}

function patchedText(text: string, before: unknown, after: unknown): string | undefined {
  const document = parseDocument(text, { uniqueKeys: false })
  if (document.errors.length > 0 || !isMap(document.contents) || document.contents.flow === true) return undefined
  patchNode(document, document.contents, before, after)
  return document.toString({ lineWidth: 0, flowCollectionPadding: true, minContentWidth: 0 })
}

function readsAs(text: string, file: ExperimentFile): boolean {
  try {
    return isEqual(parseExperiment(text), file)
  } catch {
    return false
  }
}

/** Changes a collection in place; returns whether it could. */
function patchNode(document: Document, node: unknown, before: unknown, after: unknown): boolean {
  if (isEqual(before, after)) return true
  if (isMap(node) && isRecord(before) && isRecord(after)) return patchMap(document, node, before, after)
  if (isSeq(node) && Array.isArray(before) && Array.isArray(after)) return patchSeq(document, node, before, after)
  return false
}

type Values = Readonly<Record<string, unknown>>

/** In one pass: a mapping may have thousands of keys, and each of `get`, `set` and `delete` goes through all of them. */
function patchMap(document: Document, node: YAMLMap, before: Values, after: Values): true {
  const isGone = (key: string): boolean => Object.hasOwn(before, key) && after[key] === undefined
  node.items = node.items.filter((pair) => !isGone(keyOf(pair)))
  const pairs = new Map(node.items.map((pair) => [keyOf(pair), pair]))
  for (const [key, value] of Object.entries(after)) {
    if (value === undefined || isEqual(before[key], value)) continue
    const pair = pairs.get(key)
    const child = pair?.value
    if (patchNode(document, child, before[key], value)) continue
    if (isScalar(child) && !isCollectionValue(value)) child.value = value
    else if (pair) pair.value = newNode(document, value)
    else node.items.push(new Pair(document.createNode(key), newNode(document, value)))
  }
  return true
}

function keyOf({ key }: Pair): string {
  return String(isScalar(key) ? key.value : key)
}

/** Items equal at both ends keep their nodes; what differs between is patched one to one where it can be, else replaced. */
function patchSeq(document: Document, node: YAMLSeq, before: readonly unknown[], after: readonly unknown[]): true {
  let head = 0
  while (head < before.length && head < after.length && isEqual(before[head], after[head])) head += 1
  let tail = 0
  while (
    tail < before.length - head &&
    tail < after.length - head &&
    isEqual(before[before.length - 1 - tail], after[after.length - 1 - tail])
  )
    tail += 1
  const oldItems = node.items.slice(head, before.length - tail)
  const oldValues = before.slice(head, before.length - tail)
  const items = after.slice(head, after.length - tail).map((value, index) => {
    const moved = oldValues.findIndex((old) => isEqual(old, value))
    if (moved >= 0) return oldItems[moved]
    const isSameCount = oldItems.length === after.length - tail - head
    if (isSameCount && patchNode(document, oldItems[index], oldValues[index], value)) return oldItems[index]
    return newNode(document, value)
  })
  // A node stands in one place only: what was duplicated is copied.
  const unique = items.map((item, index) =>
    items.indexOf(item) < index && isNode(item) ? (item.clone() as Node) : item,
  )
  node.items.splice(head, oldItems.length, ...unique)
  return true
}

/** The widest mapping or list that is written on one line (in characters). */
const ONE_LINE = 100

function newNode(document: Document, value: unknown): Node {
  const node = document.createNode(value) as Node
  visit(node, {
    Collection: (_, collection) => {
      if (JSON.stringify(collection.toJSON()).length <= ONE_LINE) collection.flow = true
    },
  })
  return node
}

function isCollectionValue(value: unknown): boolean {
  return typeof value === 'object' && value !== null
}

function isEqual(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, i) => isEqual(item, b[i]))
  if (!isRecord(a) || !isRecord(b)) return false
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])]
  return keys.every((key) => isEqual(a[key], b[key]))
}
