import { HoldoutError } from '../../../core/errors.ts'
import type { ReportOptions } from '../../../core/report/reportOptions.ts'
import type { Block } from './blocks.ts'
import { count } from './formatNumbers.ts'
import { headline } from './headline.ts'
import { joined } from './reportContext.ts'
import type { ReportContext } from './reportContext.ts'
import { REPORT_SECTIONS } from './sections.ts'

/** What stands above the sections of a report. */
export interface Opening {
  /** Author, run, time, data and program in one line. */
  readonly byline: string
  readonly description?: string
  /** What stands out. */
  readonly strong: string
  readonly sentences: string
  /** The person's note, a paragraph each. */
  readonly remarks: readonly string[]
}

export function openingBlocks(context: ReportContext, { note = '', author = '' }: ReportOptions): Opening {
  const { strong, sentences } = headline(context)
  const { description } = context.document
  const paragraphs = note.split(/\n\s*\n/).map((text) => text.trim())
  return {
    byline: [...(author.trim() === '' ? [] : [context.words.author(author.trim())]), byline(context)].join(' '),
    ...(description !== undefined && { description }),
    strong,
    sentences: joined(context.words, ...sentences),
    remarks: paragraphs.filter((text) => text !== ''),
  }
}

function byline({ document, words }: ReportContext): string {
  const { run, startedAt, dataset, environment } = document
  const { file, rows, features, target } = dataset
  const time = startedAt.slice(0, 16).replace('T', ' ')
  const data = words.dataLine(file ?? words.theData, { rows, features, target }, count)
  return words.byline(run, time, data, environment.holdout)
}

/**
 * The blocks of all sections that are not left out.
 *
 * @throws HoldoutError `usage/bad-value` where a section is to be left out that there is not.
 */
export function sectionBlocks(context: ReportContext, { leaveOut = [] }: ReportOptions): readonly Block[] {
  const ids = REPORT_SECTIONS.map(({ id }) => id)
  const unknown = leaveOut.find((id) => !ids.includes(id))
  if (unknown !== undefined)
    throw new HoldoutError(
      'usage/bad-value',
      `A report leaves out sections by their ids: expected ${ids.join(', ')}, received ${JSON.stringify(unknown)}`,
    )
  return REPORT_SECTIONS.filter(({ id }) => !leaveOut.includes(id)).flatMap(({ blocks }) => blocks(context))
}
