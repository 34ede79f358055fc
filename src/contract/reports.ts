import { type } from '@orpc/contract'
import { z } from 'zod'
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

/** Parts of a report that can be left out; the scores are always there. `appendix`: hashes and fingerprints. */
export const REPORT_PARTS = [
  'verdicts',
  'curves',
  'folds',
  'diagnoses',
  'ledger',
  'environment',
  'experiment',
  'appendix',
] as const
export type ReportPart = (typeof REPORT_PARTS)[number]

/** How a report is to be written. */
export const reportOptionsSchema = z.strictObject({
  /** The metric that leads; the one that ranks unless given. */
  metric: shortTextSchema.optional(),
  without: z.array(z.enum(REPORT_PARTS)).max(REPORT_PARTS.length).optional(),
  author: shortTextSchema.optional(),
  note: z.string().max(5000).optional(),
})
export type ReportOptions = z.infer<typeof reportOptionsSchema>

const run = z.strictObject({ runId: runIdSchema })
const wanted = run.extend({ options: reportOptionsSchema.optional() })

/** What a run is handed on as. */
export const reports = {
  /** Exactly the bytes that saving as HTML writes. */
  preview: procedure.input(wanted).output(type<{ readonly html: string }>()),
  /** Opens a saved HTML report or JSON result. */
  open: procedure.input(z.strictObject({ file: fileRefSchema })).output(type<OpenedReport>()),
  /** Formats that can be saved here: PDF needs the app's window. */
  formats: procedure.output(type<readonly ReportFormat[]>()),
  save: procedure.input(wanted.extend({ format: z.enum(REPORT_FORMATS) })).output(type<SaveOutcome>()),
}
