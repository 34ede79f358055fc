import type { RunEnd } from '../../core/run/runEvent.ts'
import { errorLines } from './errorLines.ts'

/** What is known of a process that ended without saying how its job ended. */
export interface ProcessExit {
  readonly code: number | null
  readonly signal: string | null
  /** Last lines it wrote to stderr. */
  readonly lastLines: readonly string[]
}

/** Outputs that memory ran out leaves behind, from Node, C++ and TensorFlow. */
const OUT_OF_MEMORY = /heap out of memory|bad_alloc|\bOOM\b|out of memory|Cannot allocate memory|RESOURCE_EXHAUSTED/i

/** What TensorFlow and Node say of themselves: it has nothing to do with an end. */
const CHATTER =
  /^[IW]\d{4} |^WARNING: All log messages before absl|: [IW] (tensorflow|external)\/|^\(node:\d+\) .*Warning|^\(Use `node --trace-/

/** The end of a job whose process died: how, why as far as is known, and its last words. */
export function describeCrash(exit: ProcessExit): Extract<RunEnd, { kind: 'crashed' }> {
  const reason = crashReason(exit)
  return {
    kind: 'crashed',
    reason,
    error: {
      code: 'trainer/crashed',
      message: `The training process ${reason}.${lastWords(exit.lastLines)}`,
      hint: crashHint(exit),
    },
  }
}

function crashReason(exit: ProcessExit): string {
  const how = exit.signal === null ? exitWords(exit.code) : `was ended by ${exit.signal}`
  if (isOutOfMemory(exit)) return `${how}: it ran out of memory`
  if (exit.signal === 'SIGKILL') return `${how}: somebody killed it, or the system did for want of memory`
  return how
}

function exitWords(code: number | null): string {
  if (code === 0) return 'ended before the run was over'
  return code === null ? 'is gone' : `ended with code ${code}`
}

function crashHint(exit: ProcessExit): string {
  if (isOutOfMemory(exit) || exit.signal === 'SIGKILL') {
    return 'Close other programs, or train fewer candidates at once; finished fits are kept.'
  }
  return 'Run "holdout doctor" to see whether the backend works; finished fits are kept.'
}

/** The line that names an error, or else the last few. */
function lastWords(lines: readonly string[]): string {
  const words =
    errorLines(lines).at(0) ??
    lines
      .filter((line) => !CHATTER.test(line))
      .slice(-3)
      .join(' | ')
  return words === '' ? '' : ` Its last words: ${words.trim().slice(0, 500)}`
}

/** Whether memory ran out, as far as is known: 137 is what a shell or container reports for SIGKILL. */
export function isOutOfMemory({ code, lastLines }: ProcessExit): boolean {
  return code === 137 || lastLines.some((line) => OUT_OF_MEMORY.test(line))
}
