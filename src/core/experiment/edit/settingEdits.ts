import type { ValidationStrategy } from '../../split/validationSpec.ts'
import { isRecord, type ExperimentFile, type WrittenModel } from '../file/experimentFile.ts'
import { switchFlat, switchStrategy } from './switchStrategy.ts'
import { isEmpty, withSetting } from './withSetting.ts'

/** A part of a nested validation. */
export type ValidationPart = 'outer' | 'inner'

/** Sets one setting of a model; `undefined` leaves it to its default. */
export function setOfModel(file: ExperimentFile, index: number, field: string, value: unknown): ExperimentFile {
  const model = withSetting(file.models[index], field, value) as unknown as WrittenModel
  return { ...file, models: file.models.with(index, model) }
}

/** Sets a training setting of one model. Off is written where all models share another. */
export function setTraining(file: ExperimentFile, index: number, field: string, value: unknown): ExperimentFile {
  const isInherited = (file.training as Readonly<Record<string, unknown>> | undefined)?.[field] !== undefined
  const isOff = value === undefined || value === 'none'
  return setOfModel(file, index, field, isOff && isInherited ? 'none' : value)
}

/** Sets the scores of all models, of which the first ranks; `undefined`: all, ranked as the task asks. */
export function setMetrics(file: ExperimentFile, names: readonly string[] | undefined): ExperimentFile {
  const models = file.models.map((model) => withSetting(model, 'metrics', undefined) as unknown as WrittenModel)
  if (names === undefined && !file.training) return { ...file, models }
  return { ...file, models, training: withSetting(file.training, 'metrics', names) }
}

/** Sets one setting of how rows are held out, of a nested validation of one of its parts. */
export function setValidation(
  file: ExperimentFile,
  { field, value, part }: { readonly field: string; readonly value: unknown; readonly part?: ValidationPart },
): ExperimentFile {
  const written = file.validation as Readonly<Record<string, unknown>> | undefined
  const next = part
    ? { ...written, [part]: withSetting(asSettings(written?.[part]), field, value) }
    : withSetting(written, field, value)
  return { ...file, validation: next }
}

/** Holds rows out in another way; settings that still apply stay. */
export function chooseStrategy(
  file: ExperimentFile,
  strategy: ValidationStrategy,
  part?: ValidationPart,
): ExperimentFile {
  const { validation = {} } = file
  if (!part) return { ...file, validation: switchStrategy(validation, strategy) }
  if (validation.strategy !== 'nested' || strategy === 'nested') return file
  return { ...file, validation: { ...validation, [part]: switchFlat(validation[part] ?? {}, strategy) } }
}

/** Sets how values are prepared in each fold; `undefined` leaves it to its default. */
export function setPreprocessing(
  file: ExperimentFile,
  part: 'numeric' | 'category' | 'target',
  field: string,
  value: unknown,
): ExperimentFile {
  const written = file.preprocessing as Readonly<Record<string, unknown>> | undefined
  const next = part === 'target' ? value : withSetting(asSettings(written?.[part]), field, value)
  const parts = withSetting(written, part, isRecord(next) && isEmpty(next) ? undefined : next)
  return withSetting(file, 'preprocessing', isEmpty(parts) ? undefined : parts) as unknown as ExperimentFile
}

function asSettings(part: unknown): object | undefined {
  return isRecord(part) ? part : undefined
}
