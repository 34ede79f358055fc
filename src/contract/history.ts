import { type } from '@orpc/contract'
import { z } from 'zod'
import type { Task } from '../core/dataset/table.ts'
import type { ReferenceKind } from '../core/references/referenceKind.ts'
import type { ComparisonDocument, MetricDocument } from '../core/run/runDocument.ts'
import type { Standing } from '../core/run/sweepStanding.ts'
import { candidateIdSchema, datasetIdSchema, runIdSchema, shortTextSchema } from './identifiers.ts'
import { procedure } from './procedure.ts'
import type { RunStatus } from './runs.ts'

/** A value that a cell of the history can hold. */
export type HistoryValue = string | number | boolean | null

/**
 * Columns of the history, as filters and sorting name them: `run`, `runName`, `name` (of the candidate), `model`, `dataset`, `task`, `status`,
 * `startedAt`, `seconds`, `fits`, `failed`, `parameters`, `folds`, `repeats`, `seed`, `note`, `tag`, `isStarred`,
 * `metric.NAME` (mean), `hyperparameter.NAME` and `setting.PATH` (e.g. `setting.training.optimizer.learningRate`).
 */
export type HistoryField = string

const field = z.string().regex(/^[A-Za-z][^\u0000-\u001f]{0,200}$/)
const value = z.union([z.string().max(1000), z.number(), z.boolean(), z.null()])

/** Rows that meet every condition are shown. `is` with several values: any of them. `between` takes two, ends included. */
export const historyFilterSchema = z.strictObject({
  field,
  operator: z.enum(['is', 'isNot', 'contains', 'between', 'atLeast', 'atMost', 'isMissing']),
  values: z.array(value).max(1000),
})
export type HistoryFilter = z.infer<typeof historyFilterSchema>

export const historyQuerySchema = z.strictObject({
  filters: z.array(historyFilterSchema).max(100).optional(),
  /** Found in names, notes, tags and dataset. */
  text: shortTextSchema.optional(),
  sort: z.strictObject({ field, direction: z.enum(['ascending', 'descending']) }).optional(),
  /** Rows of one run stay together (`run`), of one dataset, or of one value of any field; absent: a flat list. */
  groupBy: field.optional(),
  /**
   * Asks for the candidates of a sweep best first, each with its standing. By the first of these scores that the run has,
   * else by the one that ranks.
   */
  leading: z.array(shortTextSchema).max(100).optional(),
  /** Deleted runs alone, for undoing. */
  deleted: z.boolean().optional(),
  from: z.int().min(0).optional(),
  count: z.int().min(1).max(2000).optional(),
})
export type HistoryQuery = z.infer<typeof historyQuerySchema>

/** One candidate of one run: a row of the history. Its id is `run/index`. */
export interface HistoryRow {
  readonly id: string
  readonly runId: string
  readonly runName: string
  /** Index of the candidate in its run. */
  readonly candidate: number
  readonly name: string
  readonly model: string
  /** Candidates of that model in the run: more than one for a sweep. */
  readonly sweepSize: number
  readonly hyperparameters: Readonly<Record<string, number | string | boolean>>
  readonly datasetId?: string
  readonly datasetName: string
  readonly task: Task
  readonly status: RunStatus
  /** Name of the place where it is trained; absent: this machine. */
  readonly place?: string
  readonly startedAt: string
  readonly seconds: number
  readonly fits: number
  readonly failed: number
  readonly planned: number
  readonly parameters: number
  readonly primaryMetric: string
  /** The class of a binary task that precision, recall, F1 and average precision are about. */
  readonly positiveClass?: string
  readonly metrics: Readonly<Record<string, MetricDocument>>
  readonly note: string
  readonly tags: readonly string[]
  readonly isStarred: boolean
  /** The nested estimate of the run, where it has one. */
  readonly nested?: Readonly<Record<string, MetricDocument>>
  /** Of a candidate of a sweep, where `leading` was asked for. */
  readonly standing?: Standing
}

export interface HistoryPage {
  readonly rows: readonly HistoryRow[]
  /** Rows that meet the conditions. */
  readonly matching: number
  /** All rows there are. */
  readonly total: number
  /** Groups in order, with the first row of each (counted from the first matching row). */
  readonly groups: readonly { readonly value: HistoryValue; readonly from: number; readonly count: number }[]
}

/** What can be filtered on, for the filter's menu. */
export interface HistoryFieldInfo {
  readonly field: HistoryField
  readonly kind: 'number' | 'text' | 'boolean' | 'time'
  /** Numbers: least and most. */
  readonly range?: readonly [number, number]
  /** Texts: values that occur, most frequent first, at most 100. */
  readonly values?: readonly string[]
}

/** Candidates by `HistoryRow.id`. */
const rowIds = z.strictObject({ rows: z.array(candidateIdSchema).min(1).max(200) })
const runIds = z.strictObject({ runIds: z.array(runIdSchema).min(1).max(2000) })

/** Candidates side by side. */
export interface ComparisonTable {
  readonly rows: readonly HistoryRow[]
  /** Settings and facts in which they differ: one value for each row. */
  readonly differences: readonly { readonly field: string; readonly values: readonly HistoryValue[] }[]
  /** How many settings are the same. */
  readonly same: readonly { readonly field: string; readonly value: HistoryValue }[]
  /** Verdicts of pairs scored on identical folds; `first` and `second` are ids of rows. */
  readonly comparisons: readonly ComparisonDocument[]
  /** Reference models of the runs, once for each kind and set of folds. */
  readonly references: readonly ComparedReference[]
  /** Why some pairs have no verdict. */
  readonly notices: readonly string[]
}

/** A reference model beside the candidates of the same folds. */
export interface ComparedReference {
  readonly kind: ReferenceKind
  readonly name: string
  /** The run that fitted it. */
  readonly runId: string
  readonly metrics: Readonly<Record<string, MetricDocument>>
  /** Of the best candidate on these folds, whose id is `first`, with it; absent where they share too few folds. */
  readonly comparison?: ComparisonDocument
}

/** Curves of one candidate, thinned to at most 2,000 points. */
export interface CandidateCurves {
  readonly id: string
  readonly name: string
  /** Epoch (from 1) of each point. */
  readonly epochs: readonly number[]
  /** Over the folds that were still training at each epoch, by metric. */
  readonly metrics: Readonly<Record<string, { readonly mean: readonly number[]; readonly std: readonly number[] }>>
  /** Each fold's own curve, by metric, where they were asked for. */
  readonly folds?: Readonly<Record<string, readonly (readonly number[])[]>>
}

/** All runs that ever were. */
export const history = {
  query: procedure.input(historyQuerySchema).output(type<HistoryPage>()),
  fields: procedure.output(type<readonly HistoryFieldInfo[]>()),
  compare: procedure.input(rowIds.extend({ metric: shortTextSchema.optional() })).output(type<ComparisonTable>()),
  curves: procedure
    .input(rowIds.extend({ metrics: z.array(shortTextSchema).max(50).optional(), folds: z.boolean().optional() }))
    .output(type<readonly CandidateCurves[]>()),
  /** Changes what people wrote to runs; what is absent stays. */
  annotate: procedure
    .input(
      runIds.extend({
        name: shortTextSchema.optional(),
        note: z.string().max(20_000).optional(),
        tags: z.array(shortTextSchema).max(100).optional(),
        isStarred: z.boolean().optional(),
      }),
    )
    .output(type<null>()),
  /** Can be undone by `restore` for 30 days. */
  delete: procedure.input(runIds).output(type<null>()),
  restore: procedure.input(runIds).output(type<null>()),
  /** Seconds that so many steps are likely to take here, from earlier runs; `null` where there are none. */
  estimate: procedure
    .input(z.strictObject({ steps: z.int().min(0), parameters: z.int().min(0) }))
    .output(type<{ readonly seconds: number | null }>()),
  /** Runs on a dataset: how many a deletion or a new import concerns. */
  countOnDataset: procedure
    .input(z.strictObject({ datasetId: datasetIdSchema }))
    .output(type<{ readonly runs: number }>()),
}
