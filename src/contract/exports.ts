import { type } from '@orpc/contract'
import { z } from 'zod'
import type { ReportLanguage } from '../core/report/reportOptions.ts'
import type { SaveOutcome } from './experiments.ts'
import { runIdSchema } from './identifiers.ts'
import { procedure } from './procedure.ts'

/** The name of a format, and what it writes in a few words. */
export interface FormatWords {
  readonly name: string
  readonly doc: string
}

/** A format that a run can be exported in. */
export interface ExportFormatInfo {
  readonly id: string
  readonly onPage: Readonly<Record<ReportLanguage, FormatWords>>
  /** `finalModel`: it is about one candidate, which must have been trained on all rows. */
  readonly needs: 'run' | 'finalModel'
}

/** An export that was written and checked, and what became of saving it. */
export interface ExportedRun {
  readonly saved: SaveOutcome
  /** Paths of what is in it. */
  readonly files: readonly string[]
  /** The proof that an exported model, run by its own runtime, predicts as ours does; of scripts, that their folds are the same. */
  readonly parity?: {
    readonly rows: number
    /** Largest difference of two predictions. */
    readonly maxDifference: number
    /** Name and version of what ran it. */
    readonly runtime: string
    /** 0 where something else than predictions was compared. */
    readonly tolerance: number
  }
}

/** Runs and their models, for other programs. */
export const exports = {
  /** All formats, in the order in which they are listed. */
  formats: procedure.output(type<readonly ExportFormatInfo[]>()),
  /** Writes a run in a format, checks it, and saves it as one file: several are packed. What does not agree is refused. */
  save: procedure
    .input(
      z.strictObject({
        runId: runIdSchema,
        format: z.string().max(40),
        /** Position of a candidate with a final model; absent: the best. */
        candidate: z.int().min(0).max(999_999).optional(),
      }),
    )
    .output(type<ExportedRun>()),
}
