import type { ErrorData } from '../core/errors.ts'
import { colorsFor } from './colors.ts'
import { plainLines, plainText } from './plainText.ts'
import type { Terminal } from './terminal.ts'

/** Other problems of the same file that are listed beneath the first. */
const MOST_PROBLEMS = 9

/** Tells an error: as JSON on stdout with `--json`, else in words on stderr. */
export function printError(error: ErrorData, json: boolean, terminal: Terminal): void {
  if (json) terminal.out(`${JSON.stringify({ error })}\n`)
  else terminal.err(describeError(error, terminal))
}

/** An error in words: what happened, where, how to fix it, its code. */
export function describeError(error: ErrorData, terminal: Terminal): string {
  const { danger, muted } = colorsFor(terminal)
  const lines = [`${danger('Error:')} ${plainLines(error.message)}`]
  const where = place(error)
  if (where) lines.push(`  ${muted('at')} ${where}`)
  if (error.hint !== undefined) lines.push(`  ${plainLines(error.hint)}`)
  const others = (error.problems ?? []).slice(1)
  for (const problem of others.slice(0, MOST_PROBLEMS)) lines.push(`Also: ${otherProblem(problem)}`)
  if (others.length > MOST_PROBLEMS) lines.push(`And ${String(others.length - MOST_PROBLEMS)} more.`)
  lines.push(muted(`(${error.code})`))
  return `${lines.join('\n')}\n`
}

function place({ path, line, column }: ErrorData): string {
  const parts = [
    line === undefined ? '' : `line ${String(line)}`,
    column === undefined ? '' : `column ${String(column)}`,
  ].filter((part) => part !== '')
  const words = parts.join(', ')
  if (path === undefined) return words
  return words === '' ? plainText(path) : `${words} (${plainText(path)})`
}

function otherProblem({ message, line }: ErrorData): string {
  return plainText(message) + (line === undefined ? '' : ` (line ${String(line)})`)
}
