import type { z } from 'zod'
import { HoldoutError, type ErrorCode, type ErrorData } from '../../errors.ts'
import { didYouMean } from './didYouMean.ts'
import { isRecord } from './experimentFile.ts'
import { formatPath, type NodePath } from './nodePath.ts'
import { showValue } from './showValue.ts'

/** One thing that is wrong in an experiment. */
export interface Problem {
  readonly code: ErrorCode
  readonly at: NodePath
  readonly message: string
  readonly hint?: string
  /** The key itself is wrong, not its value. */
  readonly atKey?: true
}

/** A place in the text of a file, both from 1. */
export interface TextPosition {
  readonly line: number
  readonly column: number
}

/** Finds the place of a node in the file an experiment was read from. */
export type Locate = (path: NodePath, atKey?: boolean) => TextPosition | undefined

/**
 * What the schema found, in words: path, expected, received, did you mean.
 *
 * `root` is what was checked; `origin` tells where a path in it is written in the file.
 */
export function describeIssue(
  issue: z.core.$ZodIssue,
  root: unknown,
  origin: (path: NodePath) => NodePath = (path) => path,
): readonly Problem[] {
  const inside = issue.path.map((step) => (typeof step === 'number' ? step : String(step)))
  const path = origin(inside)
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => unknownKey(origin([...inside, key]), issue.message.split(', ')))
  const received = valueAt(root, inside)
  const code = 'experiment/invalid'
  const place = formatPath(path) || 'the file'
  if (received === undefined) return [{ code, at: path, message: `${place} is missing: expected ${issue.message}` }]
  const message = `${place}: expected ${issue.message}, received ${showValue(received)}`
  return [{ code, at: path, message, ...hintFor(received, issue) }]
}

function unknownKey(at: NodePath, allowed: readonly string[]): Problem {
  const key = String(at.at(-1))
  const meant = didYouMean(key, allowed)
  if (key === '<<') return mergeKey(at)
  return {
    code: 'experiment/invalid',
    at,
    atKey: true,
    message: `${formatPath(at)}: unknown setting ${showValue(key)}, expected one of ${allowed.join(', ')}`,
    hint: meant === undefined ? 'Remove it, or check where it belongs.' : `Did you mean \`${meant}\`?`,
  }
}

/** Of YAML 1.1, and still taught. */
function mergeKey(at: NodePath): Problem {
  const message = `${formatPath(at)}: YAML 1.2, which is expected here, has no merge key, received one`
  const hint = 'Begin a model with `extends: NAME`, or write the settings out; plain aliases may be used.'
  return { code: 'experiment/invalid', at, atKey: true, message, hint }
}

function hintFor(received: unknown, issue: z.core.$ZodIssue): { hint?: string } {
  if (typeof received === 'string' && issue.code === 'invalid_value') {
    const meant = didYouMean(received, issue.values.map(String))
    return meant === undefined ? {} : { hint: `Did you mean \`${meant}\`?` }
  }
  if (typeof received === 'string' && received.trim() !== '' && Number.isFinite(Number(received)))
    return issue.message.includes('number') ? { hint: 'Write the number without quotes.' } : {}
  if (isRecord(received) && Object.keys(received).some((key) => didYouMean(key, ['sweep']) !== undefined))
    return { hint: 'For several values write `{ sweep: [A, B] }`.' }
  const isPlain = typeof received === 'number' || typeof received === 'boolean'
  return isPlain && issue.message.includes('text') ? { hint: 'Put it in quotes to make it text.' } : {}
}

/** The value at a path; `undefined` where there is none. Own keys only. */
export function valueAt(root: unknown, path: NodePath): unknown {
  let value = root
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined
    value = (value as Record<string | number, unknown>)[step]
  }
  return value
}

/** More are not named: nobody reads them, and a file may have one on every line. */
const MOST_PROBLEMS = 200

/** One error for all problems, in the order of the file; the first gives code, message and place. */
export function problemsError(problems: readonly Problem[], locate?: Locate): HoldoutError {
  const data = problems.map((problem) => problemData(problem, locate))
  const inOrder = data.sort((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0))
  const { code, message, ...details } = inOrder[0]
  return new HoldoutError(code, message, { ...details, problems: inOrder.slice(0, MOST_PROBLEMS) })
}

function problemData({ code, at, atKey, message, hint }: Problem, locate?: Locate): ErrorData {
  const path = formatPath(at)
  return { code, message, ...(hint && { hint }), ...(path && { path }), ...locate?.(at, atKey) }
}
