import { currentFindings } from '../../../core/diagnostics/storedFindings.ts'
import type { RunDocument } from '../../../core/run/runDocument.ts'
import { HoldoutError } from '../../../core/errors.ts'
import { isRecord } from '../../../core/experiment/file/experimentFile.ts'
import { runDocumentProblem } from '../../../core/run/runDocumentProblem.ts'
import { sumState, withSum } from './documentSum.ts'
import { Markup } from './markup.ts'

const OPENING = '<script type="application/json" id="holdout-run">'
const CLOSING = '</script>'

/** The document inside its own report: data that no browser runs, so that the report can be opened again. */
export function embedDocument(document: RunDocument): Markup {
  // `<` written this way stays `<` for JSON, and can neither end the element nor open a comment.
  const json = JSON.stringify(withSum(document)).replaceAll('<', '\\u003c')
  return new Markup(OPENING + json + CLOSING)
}

/**
 * The document that a report or a result file holds, checked: what it says has the shape of a run, and is what Holdout wrote.
 * @throws HoldoutError `usage/no-report` when there is none in `text`, `usage/changed-report` where its checksum is another's
 */
export function extractDocument(text: string): RunDocument {
  const start = text.lastIndexOf(OPENING)
  const value = parsed(start < 0 ? text : text.slice(start + OPENING.length, text.indexOf(CLOSING, start)))
  if (!isRecord(value) || value.holdout !== 1 || !Array.isArray(value.models)) throw notAReport()
  const state = sumState(value)
  if (state === 'wrong') throw changedReport()
  const problem = runDocumentProblem(value, { hasSum: state === 'right' })
  if (problem !== undefined) throw incompleteReport(problem)
  const { sha256: _, ...document } = value
  const whole = document as unknown as RunDocument
  return whole.findings ? { ...whole, findings: currentFindings(whole.findings) } : whole
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch (cause) {
    throw notAReport(cause)
  }
}

function changedReport(): HoldoutError {
  const message = 'The report is not what Holdout wrote: its checksum is that of other numbers.'
  const hint = 'Use a copy that is whole, or save the report again from its run.'
  return new HoldoutError('usage/changed-report', message, { hint })
}

/** What a report needs is missing or of another kind. */
export function incompleteReport(problem: string, cause?: unknown): HoldoutError {
  const message = `The file holds a run, but not all that a report is made of: ${problem} is missing or not as expected.`
  const hint = 'It may have been changed, or saved by another version. Save the report again from its run.'
  return new HoldoutError('usage/no-report', message, { hint, ...(cause !== undefined && { cause }) })
}

function notAReport(cause?: unknown): HoldoutError {
  return new HoldoutError('usage/no-report', 'Expected a report or a result that Holdout wrote: found no run in it.', {
    hint: 'Give the report.html or result.json of a run.',
    ...(cause !== undefined && { cause }),
  })
}
