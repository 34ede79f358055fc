import { type } from '@orpc/contract'
import { z } from 'zod'
import type { ErrorData } from '../core/errors.ts'
import { ROLES } from '../core/dataset/datasetSettings.ts'
import type { Role } from '../core/dataset/datasetSettings.ts'
import type { Task } from '../core/dataset/table.ts'
import type { ExperimentFile } from '../core/experiment/file/experimentFile.ts'
import type { DatasetSummary } from './datasets.ts'
import { datasetIdSchema, experimentTextSchema, fileRefSchema, shortTextSchema } from './identifiers.ts'
import type { FileHandle } from './identifiers.ts'
import { procedure } from './procedure.ts'

/** An experiment's text and what it means: `experiment` where it is right, `problems` where it is not. */
export interface ReadText {
  readonly text: string
  readonly experiment: ExperimentFile | null
  /** All that is wrong, in the order of the file, with line, column and path. */
  readonly problems: readonly ErrorData[]
}

/** An experiment opened in the editor. */
export interface OpenedExperiment extends ReadText {
  /** Where saving goes; absent for what was never saved. */
  readonly file?: FileHandle
  /** Its dataset, imported; null where its file could not be found or read (then `datasetProblem` says why). */
  readonly dataset: DatasetSummary | null
  readonly datasetProblem?: ErrorData
}

/** What a person has said about the columns before there is an experiment; everything absent is guessed. */
export interface FirstChoices {
  readonly target?: string
  readonly task?: Task
  /** Of two classes the one that scores are about; absent: the rarer. */
  readonly positiveClass?: string
  readonly columns?: Readonly<Record<string, { readonly role: Role }>>
}

/** A ready-made experiment that ships with Holdout. */
export interface Example {
  readonly file: FileHandle
  readonly name: string
  /** The comment at the head of the file. */
  readonly about: string
  /** Names of its models. */
  readonly models: readonly string[]
}

/** A file worked on before, newest first. */
export interface RecentFile {
  readonly file: FileHandle
  readonly kind: 'experiment' | 'csv'
  /** ISO 8601. */
  readonly usedAt: string
}

/** What the editor holds, kept by the lab so that a reloaded page finds it again. */
export interface Draft {
  readonly text: string
  readonly datasetId?: string
  readonly file?: FileHandle
}

/** What became of a request to save: written to disk, or to be fetched from `path` by a browser, or called off. */
export type SaveOutcome =
  /** `folder`: where it is, the person's own folder written as `~`. */
  | { readonly kind: 'saved'; readonly file: FileHandle; readonly folder: string }
  | { readonly kind: 'download'; readonly path: string; readonly name: string }
  | { readonly kind: 'cancelled' }

const format = z.enum(['yaml', 'json']).optional()
const textInput = z.strictObject({ text: experimentTextSchema, format })
const fileInput = z.strictObject({ file: fileRefSchema })

/** Experiment files: the editor writes exactly these. */
export const experiments = {
  examples: procedure.output(type<readonly Example[]>()),
  recent: procedure.output(type<readonly RecentFile[]>()),
  /**
   * Opens a chosen file, an example or a recent one, with the dataset it names where that was chosen too or is in the workspace.
   * Else `datasetProblem` is `dataset/not-granted`, and {@link chooseData} goes on: an experiment never reads a file by itself.
   */
  open: procedure.input(fileInput).output(type<OpenedExperiment>()),
  /** Imports a file that a person has chosen for an experiment, read as the experiment says. */
  chooseData: procedure
    .input(z.strictObject({ text: experimentTextSchema, data: fileRefSchema }))
    .output(type<DatasetSummary>()),
  /** A first experiment for a dataset: three networks of the templates, seed and folds filled in; what is not said is guessed. */
  create: procedure
    .input(
      z.strictObject({
        datasetId: datasetIdSchema,
        target: z.string().max(10_000).optional(),
        task: z.enum(['binary', 'multiclass', 'regression']).optional(),
        positiveClass: z.string().max(10_000).optional(),
        columns: z.record(z.string(), z.strictObject({ role: z.enum(ROLES) })).optional(),
      }),
    )
    .output(type<OpenedExperiment>()),
  /** Text to data. Never fails: what is wrong is in `problems`. With a dataset, sweeps and combinations are checked too. */
  parse: procedure.input(textInput.extend({ datasetId: datasetIdSchema.optional() })).output(type<ReadText>()),
  /** The text changed so that it means `experiment`, with comments, order and layout kept where nothing changed. */
  patch: procedure
    .input(z.strictObject({ text: experimentTextSchema, experiment: z.custom<ExperimentFile>() }))
    .output(type<ReadText>()),
  /** Data to text. */
  write: procedure.input(z.strictObject({ experiment: z.custom<ExperimentFile>() })).output(type<ReadText>()),
  /** Saves to where it was opened from, or asks (`file` absent, or `as`). */
  save: procedure
    .input(
      z.strictObject({
        text: experimentTextSchema,
        name: shortTextSchema,
        file: fileRefSchema.optional(),
        as: z.boolean().optional(),
      }),
    )
    .output(type<SaveOutcome>()),
  draft: procedure.output(type<Draft | null>()),
  keepDraft: procedure
    .input(
      z.strictObject({
        text: experimentTextSchema,
        datasetId: datasetIdSchema.optional(),
        file: z.strictObject({ ref: fileRefSchema, name: shortTextSchema, bytes: z.number().optional() }).optional(),
      }),
    )
    .output(type<null>()),
}
