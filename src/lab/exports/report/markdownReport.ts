import type { ReportOptions } from '../../../core/report/reportOptions.ts'
import type { RunDocument } from '../../../core/run/runDocument.ts'
import { openingBlocks, sectionBlocks } from './reportParts.ts'
import { blocksAsMarkdown, inline } from './renderMarkdown.ts'
import { reportContext } from './reportContext.ts'

/** The report of a run as Markdown: words, tables and the experiment file; no figures. */
export function markdownReport(document: RunDocument, options: ReportOptions = {}): string {
  const context = reportContext(document, options)
  const { byline, description, strong, sentences, remarks } = openingBlocks(context, options)
  const parts = [
    `# ${inline(document.name)}`,
    inline(byline),
    ...(description === undefined ? [] : [inline(description)]),
    `**${inline(strong)}** ${inline(sentences)}`,
    ...remarks.map(inline),
    blocksAsMarkdown(sectionBlocks(context, options)),
  ]
  return `${parts.join('\n\n')}\n`
}
