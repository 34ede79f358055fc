import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { HoldoutError } from '../../../core/errors.ts'
import type { RunDocument } from '../../../core/run/runDocument.ts'
import { fileError } from '../../datasets/source/fileError.ts'
import { extractDocument } from './embeddedDocument.ts'
import { htmlReport } from './htmlReport.ts'

/** Reports are some megabytes; anything larger is another file by mistake. */
const MOST_BYTES = 64 * 2 ** 20

/** A saved report: the numbers it holds, and the report made of them anew. */
export interface SavedReport {
  readonly document: RunDocument
  readonly html: string
}

/**
 * Opens a report or a result that was saved before. What is shown is made of its numbers by this program: nothing else that
 * the file holds is ever shown or run.
 * @throws HoldoutError `usage/no-report`, `file/not-found`, `file/too-large`
 */
export async function openReport(path: string): Promise<SavedReport> {
  const document = extractDocument(await textOf(path))
  try {
    return { document, html: htmlReport(document) }
  } catch (cause) {
    throw new HoldoutError('usage/no-report', `${basename(path)} holds a run, but not all that a report is made of.`, {
      hint: 'It may have been changed, or saved by another version. Save the report again from its run.',
      cause,
    })
  }
}

async function textOf(path: string): Promise<string> {
  try {
    const { size } = await stat(path)
    if (size <= MOST_BYTES) return await readFile(path, 'utf8')
  } catch (cause) {
    throw fileError(cause, path)
  }
  throw new HoldoutError('file/too-large', `${basename(path)} is larger than any report.`, {
    hint: 'Give the report.html or result.json of a run.',
  })
}
