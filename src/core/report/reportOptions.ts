/** Sections of a report that can be left out, in the order of reading. */
export const REPORT_SECTION_IDS = [
  'scores',
  'references',
  'comparisons',
  'optimism',
  'effects',
  'curves',
  'folds',
  'metrics',
  'diverged',
  'checks',
  'diagnoses',
  'data',
  'method',
  'experiment',
  'appendix',
] as const
export type ReportSectionId = (typeof REPORT_SECTION_IDS)[number]

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
  readonly leaveOut?: readonly ReportSectionId[]
  /** Shown below the headline; a blank line begins a paragraph. */
  readonly note?: string
  readonly author?: string
}
