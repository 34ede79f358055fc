import type { RunDocument } from '../../../core/run/runDocument.ts'
import { HoldoutError } from '../../../core/errors.ts'
import { Markup } from './markup.ts'

const OPENING = '<script type="application/json" id="holdout-run">'
const CLOSING = '</script>'

/** The document inside its own report: data that no browser runs, so that the report can be opened again. */
export function embedDocument(document: RunDocument): Markup {
  // `<` written this way stays `<` for JSON, and can neither end the element nor open a comment.
  const json = JSON.stringify(document).replaceAll('<', '\\u003c')
  return new Markup(OPENING + json + CLOSING)
}

/**
 * The document that a report or a result file holds.
 * @throws HoldoutError `usage/no-report` when there is none in `text`.
 */
export function extractDocument(text: string): RunDocument {
  const start = text.lastIndexOf(OPENING)
  const json = start < 0 ? text : text.slice(start + OPENING.length, text.indexOf(CLOSING, start))
  try {
    const document: unknown = JSON.parse(json)
    if (isRunDocument(document)) return document
  } catch (cause) {
    throw notAReport(cause)
  }
  throw notAReport()
}

function isRunDocument(value: unknown): value is RunDocument {
  if (typeof value !== 'object' || value === null) return false
  const { holdout, models, dataset } = value as Partial<RunDocument>
  return holdout === 1 && Array.isArray(models) && typeof dataset === 'object'
}

function notAReport(cause?: unknown): HoldoutError {
  return new HoldoutError('usage/no-report', 'Expected a report or a result that Holdout wrote: found no run in it.', {
    hint: 'Give the report.html or result.json of a run.',
    ...(cause !== undefined && { cause }),
  })
}
