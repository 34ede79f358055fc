import type { RunDocument } from '../../../core/run/runDocument.ts'
import { withSum } from './documentSum.ts'

/** A run document as JSON text with its checksum: models and sections indented, long rows of numbers on one line. */
export function jsonReport(document: RunDocument): string {
  return `${indented(withSum(document), 0)}\n`
}

function indented(value: unknown, depth: number): string {
  if (!isContainer(value) || isLeafList(value)) return JSON.stringify(value)
  const inner = '  '.repeat(depth + 1)
  const entries = Array.isArray(value)
    ? value.map((item) => indented(item, depth + 1))
    : Object.entries(value)
        .filter(([, item]) => item !== undefined)
        .map(([key, item]) => `${JSON.stringify(key)}: ${indented(item, depth + 1)}`)
  const [open, close] = Array.isArray(value) ? '[]' : '{}'
  if (entries.length === 0) return open + close
  return `${open}\n${inner}${entries.join(`,\n${inner}`)}\n${'  '.repeat(depth)}${close}`
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

function isLeafList(value: object): boolean {
  return Array.isArray(value) && value.every((item) => !isContainer(item))
}
