/**
 * The experiment as a person writes it: defaults left out, shorthands, sweeps.
 *
 * These types follow from the complete ones of `modelSpec.ts`; `experimentSchema` is the check at run time and
 * `resolveExperiment` turns the one into the other.
 */
import type { Task } from '../../dataset/table.ts'
import type { ImportanceSettings, LearningCurveSettings } from '../../diagnostics/explainSettings.ts'
import type { Layer, TrainingSpec } from '../../model/modelSpec.ts'
import type {
  CategoryPreprocessing,
  NumericPreprocessing,
  PreprocessingSpec,
} from '../../preprocessing/preprocessingSpec.ts'
import type { ReferenceSetting } from '../../references/referenceKind.ts'
import type { DatasetSettings } from '../../dataset/datasetSettings.ts'
import type { FlatValidation } from '../../split/validationSpec.ts'

/** Evenly spaced values, ends included. `count` may be absent in a random search: then any value between is drawn. */
export interface SweepRange {
  readonly from: number
  readonly to: number
  readonly count?: number
  readonly scale?: 'linear' | 'log'
}

/** Several values in the place of one. Sweeps of one model with an equal `as` move together. */
export interface Sweep<T> {
  readonly sweep: readonly T[] | SweepRange
  readonly as?: string
}

export type Swept<T> = T | Sweep<T>

/** A complete type as it may be written: the type alone, or fields left out, swept, or switched off by `none`. */
export type Written<T> = T extends { readonly type: infer N extends string }
  ? N | ({ readonly type: Swept<N> } & WrittenFields<Omit<T, 'type'>>)
  : T

/** All fields optional, each possibly swept; those that may be absent when complete also take `none`. */
export type WrittenFields<T> = {
  readonly [K in keyof T]?: Swept<Written<Exclude<T[K], undefined>> | (undefined extends T[K] ? 'none' : never)>
}

export type WrittenTraining = Omit<WrittenFields<TrainingSpec>, 'earlyStopping' | 'loss'> & {
  readonly loss?: Swept<Written<TrainingSpec['loss']> | 'none'>
  /** Names of scores; the first ranks. */
  readonly metrics?: readonly string[]
  readonly earlyStopping?: Swept<WrittenFields<Exclude<TrainingSpec['earlyStopping'], undefined>> | 'none'>
}

export type WrittenLayer = Written<Layer>

/** Which candidates of the sweeps are tried: all (`grid`), or `n` drawn at random. */
export type Search = { readonly type: 'grid' } | { readonly type: 'random'; readonly n: number; readonly seed?: number }

export interface WrittenModel extends WrittenTraining {
  readonly name: string
  /** Name of the model this one is built on: whatever is not given here is taken from there. */
  readonly extends?: string
  readonly layers?: readonly WrittenLayer[]
  /** Changes to layers of the model built on, by layer name; `none` removes the layer. */
  readonly patch?: Readonly<Record<string, Readonly<Record<string, unknown>> | 'none'>>
  readonly search?: Search
}

export type WrittenFlatValidation = Partial<FlatValidation>
export interface WrittenNestedValidation {
  readonly strategy: 'nested'
  readonly outer?: WrittenFlatValidation
  readonly inner?: WrittenFlatValidation
  readonly choose?: string
  /** Stands for `outer.groups` and `inner.groups`. */
  readonly groups?: FlatValidation['groups']
}
export type WrittenValidation = WrittenFlatValidation | WrittenNestedValidation

export interface WrittenPreprocessing {
  readonly numeric?: Partial<NumericPreprocessing>
  readonly category?: Partial<CategoryPreprocessing>
  readonly target?: PreprocessingSpec['target']
}

/** An experiment file, version 1, as written (what `parseExperiment` returns and `writeExperiment` takes). */
export interface ExperimentFile {
  readonly holdout: 1
  readonly name: string
  readonly description?: string
  readonly dataset: DatasetSettings
  readonly task?: Task
  /** The class of a binary task that precision, recall, F1 and average precision are about. */
  readonly positiveClass?: string | number | boolean
  readonly seed?: number
  readonly preprocessing?: WrittenPreprocessing
  readonly validation?: WrittenValidation
  readonly training?: WrittenTraining
  readonly search?: Search
  /** `refit` is the same as `true`: one network trained on all rows. `ensemble`: the mean of the networks of the folds. */
  readonly finalModel?: boolean | 'refit' | 'ensemble'
  readonly references?: ReferenceSetting
  /** `none` switches it off, an object on with these settings. */
  readonly importance?: 'auto' | 'none' | Partial<ImportanceSettings>
  readonly learningCurve?: 'none' | Partial<LearningCurveSettings>
  readonly models: readonly WrittenModel[]
}

/** Whether a value of a file stands for several: an object with `sweep` holding a list or a range. */
export function isSweep(value: unknown): value is Sweep<unknown> {
  if (!isRecord(value) || !Object.hasOwn(value, 'sweep')) return false
  return Array.isArray(value.sweep) || isRecord(value.sweep)
}

/** Whether a value of a file is a mapping. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
