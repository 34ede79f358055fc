/** Languages of a report. */
export const REPORT_LANGUAGES = ['en', 'zh-CN'] as const
export type ReportLanguage = (typeof REPORT_LANGUAGES)[number]

/** Characters of a report's note and of its author. */
export const LONGEST_NOTE = 2000
export const LONGEST_AUTHOR = 200

/** What a person chooses for a report. */
export interface ReportOptions {
  /** English unless given. */
  readonly language?: ReportLanguage
  /** The metric that leads; the one that ranks unless given. */
  readonly metric?: string
  /** Ids of sections. */
  readonly leaveOut?: readonly string[]
  /** Shown below the headline; a blank line begins a paragraph. */
  readonly note?: string
  readonly author?: string
}
