import { isAlias, isNode, isScalar, LineCounter, parseDocument, visit, type Document } from 'yaml'
import { HoldoutError } from '../../errors.ts'
import type { TextPosition } from './problem.ts'
import { refuseLargeText } from './textLimits.ts'
import { placesOf, startOf, type TextPlaces } from './textPlaces.ts'

/** A text read as data, with the way back from each value to its place in the text. */
export interface ReadDocument {
  readonly data: unknown
  readonly places: TextPlaces
}

/** How often aliases may repeat what they point to; more is a bomb. */
const MOST_ALIASES = 100

/**
 * Reads YAML 1.2 (core schema) or JSON as plain data.
 *
 * Refuses unknown tags, duplicate keys, several documents, alias bombs, what holds itself and what nests too deeply.
 * @throws HoldoutError `experiment/syntax` with line and column, `experiment/too-large`
 */
export function readDocument(text: string, format: 'yaml' | 'json'): ReadDocument {
  refuseLargeText(text)
  const counter = new LineCounter()
  const document = parsed(text, counter)
  const fault = [...document.errors, ...document.warnings].sort((a, b) => a.pos[0] - b.pos[0]).at(0)
  if (fault !== undefined) throw syntaxError(explain(fault.code, fault.message), positionOf(counter, fault.pos[0]))
  refuseRepeatedKeys(document, counter)
  refuseCircles(document, counter)
  if (format === 'json') requireJson(text)
  return { data: toData(document), places: placesOf(document, counter) }
}

function parsed(text: string, counter: LineCounter): Document {
  try {
    const options = {
      lineCounter: counter,
      prettyErrors: false,
      // Compares every key with every other: thousands of columns would take a minute. `refuseRepeatedKeys` counts them.
      uniqueKeys: false,
      strict: true,
      // Neither sets nor binaries have a place in an experiment: their tags are refused as any other.
      resolveKnownTags: false,
      logLevel: 'error',
    } as const
    return parseDocument(text.replace(/^\uFEFF/, ' '), { ...options, version: '1.2', schema: 'core', merge: false })
  } catch (cause) {
    throw syntaxError('the text nests too deeply to be an experiment', undefined, cause)
  }
}

function refuseRepeatedKeys(document: Document, counter: LineCounter): void {
  visit(document, {
    Map(_, { items }) {
      const seen = new Set<unknown>()
      for (const { key } of items) {
        const value = isScalar(key) ? key.value : key
        if (seen.has(value)) throw syntaxError(explain('DUPLICATE_KEY', ''), positionOf(counter, startOf(key) ?? 0))
        seen.add(value)
      }
    },
  })
}

/** An alias names what last began before it under that name: what holds itself has an alias of its own somewhere below. */
function refuseCircles(document: Document, counter: LineCounter): void {
  const begun = new Map<string, unknown>()
  visit(document, (_, node, above: readonly unknown[]) => {
    if (!isAlias(node)) {
      if (isNode(node) && node.anchor !== undefined) begun.set(node.anchor, node)
    } else if (above.includes(begun.get(node.source))) {
      const what = `the alias *${node.source} stands within what it names, which would never end`
      throw syntaxError(what, positionOf(counter, startOf(node) ?? 0))
    }
  })
}

function toData(document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: MOST_ALIASES })
  } catch (cause) {
    throw syntaxError(`aliases repeat too much or point nowhere: ${(cause as Error).message}`, undefined, cause)
  }
}

function requireJson(text: string): void {
  try {
    JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (cause) {
    const { message } = cause as Error
    const place = /line (\d+) column (\d+)/.exec(message)
    const position = place === null ? undefined : { line: Number(place[1]), column: Number(place[2]) }
    throw syntaxError(`not JSON: ${message}`, position, cause)
  }
}

function explain(code: string, message: string): string {
  if (code === 'DUPLICATE_KEY') return 'the same key stands twice in one mapping'
  if (code === 'TAG_RESOLVE_FAILED') return `tags are not allowed (${message})`
  if (code === 'RESOURCE_EXHAUSTION' || message.includes('call stack')) return 'it nests too deeply'
  if (code === 'MULTIPLE_DOCS') return 'one document was expected, the text holds several (---)'
  return message
}

function syntaxError(message: string, position?: TextPosition, cause?: unknown): HoldoutError {
  const place = position === undefined ? '' : ` at line ${position.line}, column ${position.column}`
  const hint = 'Check indentation, quotes, brackets and the space after each colon.'
  return new HoldoutError('experiment/syntax', `The experiment cannot be read${place}: ${message}`, {
    hint,
    ...position,
    cause,
  })
}

function positionOf(counter: LineCounter, offset: number): TextPosition {
  const { line, col } = counter.linePos(offset)
  return { line: Math.max(line, 1), column: Math.max(col, 1) }
}
