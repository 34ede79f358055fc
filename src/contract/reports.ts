import { type } from '@orpc/contract'
import { z } from 'zod'
import { LONGEST_AUTHOR, LONGEST_NOTE, REPORT_LANGUAGES } from '../core/report/reportOptions.ts'
import type { ReportLanguage } from '../core/report/reportOptions.ts'
import type { SaveOutcome } from './experiments.ts'
import { fileRefSchema, runIdSchema, shortTextSchema } from './identifiers.ts'
import type { FileHandle } from './identifiers.ts'
import { procedure } from './procedure.ts'

/** What a run can be saved as. `csv`: its out-of-fold predictions; `yaml`: its experiment file. */
export const REPORT_FORMATS = ['html', 'pdf', 'md', 'json', 'csv', 'yaml'] as const
export type ReportFormat = (typeof REPORT_FORMATS)[number]

/** A report or a result that was saved before, opened again. */
export interface OpenedReport {
  readonly file: FileHandle
  readonly run: string
  readonly name: string
  /** ISO 8601. */
  readonly startedAt: string
  /** The experiment file, as text. */
  readonly experiment: string
  /** SHA-256 of the file it was trained on. */
  readonly datasetSha256: string
  /** Whether the run itself is in this workspace. */
  readonly isKept: boolean
}

/** A section that a report may leave out. */
export interface ChosenSection {
  readonly id: string
  readonly names: Readonly<Record<ReportLanguage, string>>
}

/** What a person chooses for a report. The lab knows which sections there are. */
export const reportOptionsSchema = z.strictObject({
  language: z.enum(REPORT_LANGUAGES).optional(),
  metric: shortTextSchema.optional(),
  leaveOut: z.array(z.string().max(100)).max(100).readonly().optional(),
  note: z.string().max(LONGEST_NOTE).optional(),
  author: z.string().max(LONGEST_AUTHOR).optional(),
})

const run = z.strictObject({ runId: runIdSchema, options: reportOptionsSchema.optional() })

/** What a run is handed on as. */
export const reports = {
  /** Exactly the bytes that saving as HTML writes. */
  preview: procedure.input(run).output(type<{ readonly html: string }>()),
  /** Opens a saved HTML report or JSON result. */
  open: procedure.input(z.strictObject({ file: fileRefSchema })).output(type<OpenedReport>()),
  /** Formats that can be saved here: PDF needs the app's window. */
  formats: procedure.output(type<readonly ReportFormat[]>()),
  /** Sections that can be left out, in the order of reading. */
  sections: procedure.output(type<readonly ChosenSection[]>()),
  save: procedure.input(run.extend({ format: z.enum(REPORT_FORMATS) })).output(type<SaveOutcome>()),
}
