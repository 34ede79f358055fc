import { type } from '@orpc/contract'
import { z } from 'zod'
import type { Task } from '../core/dataset/table.ts'
import type { CheckFinding } from '../core/diagnostics/checks/check.ts'
import type { WordsOfChecks } from '../core/words/checkWords.ts'
import type { Diagnosis } from '../core/diagnostics/diagnose.ts'
import { DIAGNOSTIC_IDS } from '../core/diagnostics/diagnosticsById.ts'
import type { RowPrediction } from '../core/diagnostics/diagnosticRows.ts'
import type { SaveOutcome } from './experiments.ts'
import { candidateIdSchema, runIdSchema } from './identifiers.ts'
import { procedure } from './procedure.ts'
import { MOST_DIAGNOSED, MOST_DIAGNOSTIC_COLUMNS, MOST_DIAGNOSTIC_ROWS } from './diagnosisLimits.ts'

export { MOST_DIAGNOSED, MOST_DIAGNOSTIC_COLUMNS, MOST_DIAGNOSTIC_ROWS }

/** A threshold that was stored with a candidate. */
export interface StoredThreshold {
  readonly threshold: number
  /** The rule that chose it, where one did. */
  readonly rule?: string
}

/** All that can be said of where one candidate is wrong. */
export interface CandidateDiagnosis extends Diagnosis {
  /** `run/index`, as `HistoryRow.id`. */
  readonly id: string
  readonly runId: string
  readonly runName: string
  readonly name: string
  readonly task: Task
  /** Labels in code order; empty for regression. */
  readonly classes: readonly string[]
  /** The class that probabilities and the threshold of a binary task are about. */
  readonly positiveClass?: string
  readonly target: string
  readonly rows: number
  /** The threshold the results are computed at; of a binary task. */
  readonly threshold?: number
  readonly storedThreshold?: StoredThreshold
  /** What the checks found, problems first; empty where only some diagnostics were asked for. */
  readonly checks: readonly CheckFinding[]
  readonly datasetId?: string
}

/** Rows of the dataset with how they were predicted. */
export interface DiagnosticRowPage {
  /** Rows that are meant in all. */
  readonly total: number
  readonly from: number
  readonly rows: readonly RowPrediction[]
  /** Row of the file (from 0) of each of `rows`, where the experiment leaves out rows. */
  readonly fileRows?: readonly number[]
  /** Features of the run, in order; at most {@link MOST_DIAGNOSTIC_COLUMNS}. */
  readonly columns: readonly { readonly name: string; readonly kind: 'number' | 'category' | 'date' }[]
  /** `cells[row][column]`; `null` where missing. Dates as text, ISO 8601. */
  readonly cells: readonly (readonly (number | string | null)[])[]
}

const threshold = z.number().min(0).max(1)
const costs = z.array(z.array(z.number()).min(2).max(100)).min(2).max(100)
const rowNumber = z.int().min(0)

/** Which rows: behind a cell of the confusion matrix (class codes), a list, or all that were ever wrong. */
export const rowRequestSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('cell'), truth: rowNumber, predicted: rowNumber }),
  z.strictObject({ kind: z.literal('rows'), rows: z.array(rowNumber).max(10_000) }),
  z.strictObject({ kind: z.literal('wrong') }),
])

/**
 * How rows are sorted: by a number of {@link RowPrediction}, by a feature's name, or by `hardest`, which is `error` for a regression and
 * `wrong` for classes.
 */
const sort = z.strictObject({
  by: z.union([
    z.enum(['hardest', 'row', 'truth', 'predicted', 'probability', 'truthProbability', 'wrong', 'error']),
    z.strictObject({ column: z.string().max(2000) }),
  ]),
  direction: z.enum(['ascending', 'descending']),
})

/** Rows of one candidate, at its stored threshold unless another is given. */
export const diagnosticRowsSchema = z.strictObject({
  candidate: candidateIdSchema,
  threshold: threshold.optional(),
  request: rowRequestSchema,
  sort: sort.optional(),
  /** Only rows with this text in a cell, or for which this holds: `column > 1.5`, with <, <=, >, >= or =. */
  filter: z.string().max(300).optional(),
  from: rowNumber.optional(),
  count: z.int().min(1).max(MOST_DIAGNOSTIC_ROWS).optional(),
})
export type DiagnosticRowsRequest = z.infer<typeof diagnosticRowsSchema>

/** What a diagnosis is computed with; what is absent is the stored or the usual value. */
export const diagnosisRequestSchema = z.strictObject({
  candidates: z.array(candidateIdSchema).min(1).max(MOST_DIAGNOSED),
  threshold: threshold.optional(),
  /** `costs[truth][predicted]`, a row for each class. */
  costs: costs.optional(),
  binning: z.enum(['uniform', 'quantile']).optional(),
  bins: z.int().min(2).max(100).optional(),
  /** Feature that residuals are shown against. */
  feature: z.string().max(2000).optional(),
  /** Only these; all of the task unless given. */
  ids: z.array(z.enum(DIAGNOSTIC_IDS)).optional(),
})
export type DiagnosisRequest = z.infer<typeof diagnosisRequestSchema>

/** Where models are wrong, and why. */
export const diagnostics = {
  of: procedure.input(diagnosisRequestSchema).output(type<readonly CandidateDiagnosis[]>()),
  rows: procedure.input(diagnosticRowsSchema).output(type<DiagnosticRowPage>()),
  /** The same rows as CSV, all of them. */
  saveRows: procedure.input(diagnosticRowsSchema.omit({ from: true, count: true })).output(type<SaveOutcome>()),
  /** Silences a check for a run, or for good where none is named; or lets it speak again. */
  silenceCheck: procedure
    .input(z.strictObject({ code: z.string().max(20), runId: runIdSchema.optional(), isSilenced: z.boolean() }))
    .output(type<null>()),
  /** What checks are called, how they detect, why it matters and what to do. */
  checkWords: procedure.input(z.strictObject({ language: z.enum(['en', 'zh-CN']) })).output(type<WordsOfChecks>()),
  /** Stores the threshold of a binary candidate, which `predict` and reports then use; `null` goes back to one half. */
  setThreshold: procedure
    .input(
      z.strictObject({
        candidate: candidateIdSchema,
        threshold: threshold.nullable(),
        rule: z.enum(['half', 'f1', 'youden', 'cost']).optional(),
      }),
    )
    .output(type<null>()),
}
