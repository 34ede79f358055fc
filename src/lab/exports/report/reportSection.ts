import type { ReportLanguage } from '../../../core/report/reportOptions.ts'
import type { Block } from './blocks.ts'
import type { ReportContext } from './reportContext.ts'

/** A section of a report: everything there is to know of it, a row of `REPORT_SECTIONS`. Its texts stand in its file. */
export interface ReportSection {
  /** What the options of a report and the command line call it. */
  readonly id: string
  /** What the page calls it where sections are chosen. */
  readonly names: Readonly<Record<ReportLanguage, string>>
  /** Nothing where the run has nothing to show there. */
  readonly blocks: (context: ReportContext) => readonly Block[]
}
