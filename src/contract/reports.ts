import { type } from '@orpc/contract'
import { z } from 'zod'
import type { SaveOutcome } from './experiments.ts'
import { runIdSchema } from './identifiers.ts'
import { procedure } from './procedure.ts'

/** What a run can be saved as. `csv`: its out-of-fold predictions; `yaml`: its experiment file. */
export const REPORT_FORMATS = ['html', 'pdf', 'md', 'json', 'csv', 'yaml'] as const
export type ReportFormat = (typeof REPORT_FORMATS)[number]

const run = z.strictObject({ runId: runIdSchema })

/** What a run is handed on as. */
export const reports = {
  /** Exactly the bytes that saving as HTML writes. */
  preview: procedure.input(run).output(type<{ readonly html: string }>()),
  /** Formats that can be saved here: PDF needs the app's window. */
  formats: procedure.output(type<readonly ReportFormat[]>()),
  save: procedure.input(run.extend({ format: z.enum(REPORT_FORMATS) })).output(type<SaveOutcome>()),
}
