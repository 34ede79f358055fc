import { LARGEST_SEED } from '../core/random/largestSeed.ts'
import { eventIterator, type } from '@orpc/contract'
import { z } from 'zod'
import type { ColumnType } from '../core/dataset/datasetSettings.ts'
import type { DialectFinding, EncodingFinding } from '../core/dataset/inspection.ts'
import type { LedgerEntry } from '../core/dataset/ledger.ts'
import type { Task } from '../core/dataset/table.ts'
import type { Scores } from '../core/metrics/scores.ts'
import type { ColumnMatch } from '../core/model/columnMap.ts'
import { MOST_PASSES } from '../core/model/dropoutPasses.ts'
import type { CellNotice, NoticedColumn } from '../core/model/noticedCells.ts'
import { datasetChoicesSchema } from './datasets.ts'
import type { SaveOutcome } from './experiments.ts'
import { candidateIdSchema, fileRefSchema } from './identifiers.ts'
import { procedure } from './procedure.ts'

/** A final model: `RUN/N` of a run of the workspace, or a model file that a person has chosen. */
const modelSchema = z.union([candidateIdSchema, fileRefSchema])

/** A column that a model was trained on. */
export interface ModelColumn {
  readonly name: string
  readonly kind: 'number' | 'category'
  /** As the file trained on was read; absent in models that do not say. */
  readonly type?: ColumnType
  /** Of a category: what training rows had, at most 200 of them. */
  readonly levels: readonly string[]
  /** What stands in for a missing cell; `null`: nothing. */
  readonly fill: number | string | null
  /** Whether a row may lack it. */
  readonly mayBeMissing: boolean
  /** Of numbers: least and largest in training; absent where it is not known. */
  readonly range?: readonly [number, number]
}

/** What a person must know of a model to predict with it. */
export interface ModelFacts {
  readonly model: string
  readonly name: string
  readonly task: Task
  readonly classes: readonly string[]
  /** Absent in models that do not say. */
  readonly target?: string
  readonly columns: readonly ModelColumn[]
  /** Columns that say which row is which. */
  readonly ids: readonly string[]
  /** Held-out rows that intervals and sets rest on; 0: there can be none. */
  readonly heldOutRows: number
  /** Networks whose mean it predicts: those of the folds; 1: one trained on all rows. */
  readonly members: number
  /** Whether passes of Monte Carlo dropout differ: its layers draw noise, or it has several members. */
  readonly mayDiffer: boolean
}

/** What a file holds beside what a model wants; of a large file its beginning. */
export interface PredictionReading {
  readonly name: string
  readonly rows: number
  /** Whether only the beginning was read. */
  readonly isSample: boolean
  readonly columns: readonly { readonly name: string; readonly type: ColumnType }[]
  /** One for each column of the model: proposals, where nothing was chosen. */
  readonly matches: readonly ColumnMatch[]
  readonly hasTarget: boolean
  readonly dialect: Pick<DialectFinding, 'delimiter' | 'header' | 'decimal'>
  readonly encoding: EncodingFinding['name']
}

/** One predicted row as it is shown. */
export interface ShownRow {
  /** From 1. */
  readonly row: number
  /** Physical line in the file. */
  readonly line: number
  readonly copied: readonly string[]
  readonly actual?: string | number
  /** The class or the number; absent where the row has a problem. */
  readonly predicted?: string | number
  /** Of classes, in their order. */
  readonly probabilities?: readonly number[]
  /** Low and high of an interval; the set of classes as text. */
  readonly range?: readonly (string | number)[]
  /** How far passes of Monte Carlo dropout spread: standard deviation, of classes of the probability of the predicted one. */
  readonly spread?: number
  readonly notices: readonly CellNotice[]
  readonly problem?: string
}

/** How a column of the file was read. */
export interface ReadColumn {
  /** The model's name for it. */
  readonly name: string
  readonly type: ColumnType
  readonly decimal?: '.' | ','
  readonly dateFormat?: string
}

/** Which rows are shown: all, those with a notice or a problem, those whose set does not hold exactly one class. */
export const SHOWN_ROWS = ['all', 'warned', 'unsure'] as const
export type ShownRows = (typeof SHOWN_ROWS)[number]

/** What came of predicting a file. */
export interface PredictionResult {
  /** What `save` takes; absent where only the beginning was predicted. */
  readonly id?: string
  readonly rows: number
  readonly predicted: number
  /** Names of the columns copied through. */
  readonly copied: readonly string[]
  readonly hasTarget: boolean
  readonly level?: number
  /** The first rows of each kind, and how many there are of each. */
  readonly shown: Readonly<Record<ShownRows, readonly ShownRow[]>>
  readonly counts: Readonly<Record<ShownRows, number>>
  readonly columns: readonly ReadColumn[]
  readonly noticed: readonly NoticedColumn[]
  readonly notes: readonly string[]
  readonly ledger: readonly LedgerEntry[]
  /** Over the rows that have a target. */
  readonly scores?: Scores
  readonly scoredRows?: number
  /** Rows by true (outer) and predicted class. */
  readonly confusion?: readonly (readonly number[])[]
}

/** A prediction on its way: reading the file, then row by row. */
export type PredictionUpdate =
  | { readonly kind: 'progress'; readonly share: number; readonly done?: number; readonly rows?: number }
  | { readonly kind: 'done'; readonly result: PredictionResult }

const columnName = z.string().max(10_000)
const level = z.number().gt(0).lt(1).optional()
const passes = z
  .strictObject({
    passes: z.number().int().min(2).max(MOST_PASSES),
    seed: z.number().int().min(0).max(LARGEST_SEED),
  })
  .optional()
const fileAndMap = z.strictObject({
  model: modelSchema,
  file: fileRefSchema,
  choices: datasetChoicesSchema.optional(),
  map: z.record(columnName, columnName.nullable()).optional(),
})

/** New rows predicted by saved models. */
export const predictions = {
  /** What there is to know of a model. */
  model: procedure.input(z.strictObject({ model: modelSchema })).output(type<ModelFacts>()),
  /** How a file fits a model; nothing is predicted. Of a large file the beginning is read. */
  inspect: procedure.input(fileAndMap).output(type<PredictionReading>()),
  /** Predicts a file, or its beginning (`isSample`), with progress; ends after `done`. Leaving the stream early cancels. */
  run: procedure
    .input(
      fileAndMap.extend({
        isSample: z.boolean().optional(),
        level,
        passes,
        copy: z.array(columnName).max(100).optional(),
        hasProbabilities: z.boolean().optional(),
        hasWarnings: z.boolean().optional(),
      }),
    )
    .output(eventIterator(type<PredictionUpdate>())),
  /** Hands out the predictions of a whole file as CSV. */
  save: procedure.input(z.strictObject({ id: z.uuid() })).output(type<SaveOutcome>()),
  /** Predicts one row typed by hand: cells by the model's columns, empty where missing. */
  row: procedure
    .input(z.strictObject({ model: modelSchema, cells: z.record(columnName, z.string().max(10_000)), level, passes }))
    .output(type<ShownRow>()),
}
