import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { HoldoutError } from '../../../core/errors.ts'
import type { ReportOptions } from '../../../core/report/reportOptions.ts'
import type { RunDocument } from '../../../core/run/runDocument.ts'
import { fileError } from '../../datasets/source/fileError.ts'
import { extractDocument, incompleteReport } from './embeddedDocument.ts'
import { htmlReport } from './htmlReport.ts'

/** Reports are some megabytes; anything larger is another file by mistake. */
const MOST_BYTES = 256 * 2 ** 20

/** A saved report: the numbers it holds, and the report made of them anew. */
export interface SavedReport {
  readonly document: RunDocument
  readonly html: string
}

/**
 * Opens a report or a result that was saved before. What is shown is made of its numbers by this program: nothing else that
 * the file holds is ever shown or run.
 * @throws HoldoutError as {@link readSavedDocument}
 */
export async function openReport(path: string, options: ReportOptions = {}): Promise<SavedReport> {
  const document = await readSavedDocument(path)
  return { document, html: await asReport(document, (it) => htmlReport(it, options)) }
}

/** The run that a report or a result holds. @throws HoldoutError `usage/…-report`, `file/not-found`, `file/too-large` */
export async function readSavedDocument(path: string): Promise<RunDocument> {
  return extractDocument(await textOf(path))
}

/** A report made of a document that came from a file: where that fails, the file is to blame. */
export async function asReport<T>(document: RunDocument, write: (document: RunDocument) => T): Promise<Awaited<T>> {
  try {
    return await write(document)
  } catch (cause) {
    throw cause instanceof HoldoutError ? cause : incompleteReport('something', cause)
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
