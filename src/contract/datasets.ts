import { eventIterator, type } from '@orpc/contract'
import { z } from 'zod'
import type { DatasetSettings } from '../core/dataset/datasetSettings.ts'
import type { TargetAssociations } from '../core/dataset/association.ts'
import type { ClassHistogram } from '../core/dataset/classHistogram.ts'
import type { Inspection } from '../core/dataset/inspection.ts'
import { DATE_PARTS } from '../core/dataset/dateParts.ts'
import { ROLES } from '../core/dataset/datasetSettings.ts'
import type { Finding } from '../core/diagnostics/preflight/preflight.ts'
import type { Task } from '../core/dataset/table.ts'
import { datasetIdSchema, experimentTextSchema, fileRefSchema } from './identifiers.ts'
import type { FileHandle } from './identifiers.ts'
import { procedure } from './procedure.ts'

/** A dataset that ships with Holdout. */
export interface Sample {
  readonly id: string
  readonly file: FileHandle
  readonly title: string
  /** One sentence. */
  readonly about: string
  readonly task: Task
  readonly target: string
  readonly rows: number
  readonly features: number
  readonly hasMissing: boolean
  /** Source and licence, one line each, from its provenance. */
  readonly source: string
  readonly licence: string
}

/** What a person says about how a file is to be read; everything absent is guessed. */
export type DatasetChoices = Partial<Omit<DatasetSettings, 'file' | 'target' | 'rows'>>

/** A dataset of the workspace. */
export interface DatasetSummary {
  readonly id: string
  /** Name of the file it came from. */
  readonly name: string
  readonly sha256: string
  readonly bytes: number
  readonly rows: number
  readonly columns: number
  /** ISO 8601. */
  readonly importedAt: string
  readonly choices: DatasetChoices
}

/** A dataset with everything that was found when it was read. */
export interface DatasetDetails {
  readonly summary: DatasetSummary
  readonly inspection: Inspection
}

export type ImportUpdate =
  | {
      readonly kind: 'progress'
      readonly stage: 'reading' | 'typing' | 'storing' | 'profiling'
      readonly share: number
    }
  | { readonly kind: 'done'; readonly dataset: DatasetDetails; readonly wasKnown: boolean }

/** What an experiment must know of its dataset, for live shapes and checks on the page (`resolveExperiment`, `modelSummary`). */
export interface ExperimentFacts {
  readonly task: Task
  /** Number of features, before encoding. */
  readonly features: number
  /** Inputs of the network, after encoding. */
  readonly width: number
  /** Labels in code order; empty for regression. */
  readonly classes: readonly string[]
  readonly classCounts: readonly number[]
  readonly rows: number
}

/**
 * A page of rows, fetched from `rowsPath` and not by a procedure. `cells[i]` is the column `fields[i]` from row `from`:
 * numbers as numbers, dates as ISO 8601, booleans as booleans, everything else as text; null where missing.
 */
export interface RowPage {
  readonly from: number
  readonly fields: readonly number[]
  readonly cells: readonly (readonly (number | string | boolean | null)[])[]
  /** Of rows in another order than that of the file, or of some of them: their places in the file, and how many there are in all. */
  readonly view?: { readonly rows: readonly number[]; readonly total: number }
}

/** Rows and cells that one page may hold at most. */
export const MOST_PAGE_ROWS = 1000
export const MOST_PAGE_CELLS = 100_000

const text = z.string().max(100)

/** {@link DatasetChoices}, checked. */
export const datasetChoicesSchema = z.strictObject({
  header: z.boolean().optional(),
  delimiter: text.optional(),
  quote: text.optional(),
  encoding: text.optional(),
  decimal: z.enum(['.', ',']).optional(),
  thousands: text.optional(),
  sheet: text.optional(),
  range: text.optional(),
  names: z.record(z.string(), z.string()).optional(),
  missing: z.array(text).max(100).readonly().optional(),
  rejected: z.enum(['stop', 'leaveOut']).optional(),
  columns: z
    .record(
      z.string(),
      z.strictObject({
        role: z.enum(ROLES).optional(),
        type: z.enum(['number', 'category', 'text', 'date', 'boolean']).optional(),
        missing: z.array(text).max(100).readonly().optional(),
        decimal: z.enum(['.', ',']).optional(),
        thousands: text.optional(),
        format: text.optional(),
        parts: z.array(z.enum(DATE_PARTS)).readonly().optional(),
        order: z.array(z.string()).readonly().optional(),
        lookAlikes: z.enum(['join', 'apart']).optional(),
        labels: z.record(z.string(), z.string()).optional(),
      }),
    )
    .optional(),
})

const fileAndChoices = z.strictObject({ file: fileRefSchema, choices: datasetChoicesSchema.optional() })
const dataset = z.strictObject({ datasetId: datasetIdSchema })
const datasetAndTarget = z.strictObject({ datasetId: datasetIdSchema, target: z.string().max(10_000) })
const experimentOnDataset = z.strictObject({ datasetId: datasetIdSchema, text: experimentTextSchema })

/** Files read, imported and looked at. */
export const datasets = {
  samples: procedure.output(type<readonly Sample[]>()),
  /** What an import would make of a file; nothing is stored. Of a large file a sample is read. */
  inspect: procedure.input(fileAndChoices).output(type<Inspection>()),
  /** Imports with progress; ends after `done`. Leaving the stream early cancels. */
  import: procedure.input(fileAndChoices).output(eventIterator(type<ImportUpdate>())),
  /** Newest first. */
  list: procedure.output(type<readonly DatasetSummary[]>()),
  get: procedure.input(dataset).output(type<DatasetDetails>()),
  /** Facts for an experiment file, whose models may be unfinished. */
  facts: procedure.input(experimentOnDataset).output(type<ExperimentFacts>()),
  /** How strongly each column goes with a target. */
  associations: procedure.input(datasetAndTarget).output(type<TargetAssociations>()),
  /** A column's histogram parted by the classes of a target; null where there is none to part or too many classes. */
  classHistogram: procedure
    .input(
      z.strictObject({ datasetId: datasetIdSchema, target: z.string().max(10_000), column: z.string().max(10_000) }),
    )
    .output(type<ClassHistogram | null>()),
  /** What should be known before training. */
  preflight: procedure.input(experimentOnDataset).output(type<readonly Finding[]>()),
}
