import { trainingFields } from '../../model/trainingFields.ts'
import type { Field } from '../../settings/field.ts'
import type { ExperimentFile } from '../file/experimentFile.ts'
import { isRecord } from '../file/experimentFile.ts'
import { isEmpty, withSetting } from './withSetting.ts'

type Settings = Readonly<Record<string, unknown>>

/**
 * Sets a setting of training for all models. Where `value` is `before` with some of its fields changed, these alone are changed,
 * in every model that has its own and in those whose kind has such a field: a learning rate for all leaves each its optimizer.
 *
 * @param before what the edited model has now, its own or inherited
 * @param value `undefined` leaves the setting to its default
 */
export function setForAll(file: ExperimentFile, field: string, before: unknown, value: unknown): ExperimentFile {
  const changes = changedFields(opened(before ?? usualOf(field)), opened(value))
  const { training = {}, models } = file
  const shared = training as Settings
  if (!changes) {
    const next = withSetting(shared, field, value)
    return {
      ...file,
      ...(isEmpty(next) ? { training: undefined } : { training: next }),
      models: models.map((model) => withSetting(model as unknown as Settings, field, undefined)),
    } as unknown as ExperimentFile
  }
  const edit = (holder: Settings) => {
    const own = opened(holder[field])
    return own === undefined ? holder : withSetting(holder, field, changed(own, changes, field))
  }
  const isDefault = shared[field] === undefined
  const next = isDefault ? withSetting(shared, field, defaultChanged(field, changes)) : edit(shared)
  return {
    ...file,
    ...(!isEmpty(next) && { training: next }),
    models: models.map((model) => edit(model as unknown as Settings)),
  } as unknown as ExperimentFile
}

/** A thing as an object; `undefined` where there is none, or it is switched off. */
function opened(value: unknown): Settings | undefined {
  if (typeof value === 'string') return value === 'none' || value === 'balanced' ? undefined : { type: value }
  return isRecord(value) && !Object.hasOwn(value, 'sweep') ? value : undefined
}

/** The fields in which one thing differs from another of its kind; `undefined` where it is another thing. */
function changedFields(before: Settings | undefined, after: Settings | undefined): Settings | undefined {
  if (!before || !after || before['type'] !== after['type']) return undefined
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  const differing = names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
  return Object.fromEntries(differing.map((name) => [name, after[name]]))
}

function changed(own: Settings, changes: Settings, field: string): Settings {
  const { type } = own
  const fits = Object.entries(changes).filter(([name]) => hasField(field, type, name))
  return fits.reduce((edited, [name, value]) => withSetting(edited, name, value), own)
}

/** For models that take the default: as it is where it has no such field. */
function defaultChanged(field: string, changes: Settings): Settings | undefined {
  const usual = usualOf(field)
  if (typeof usual !== 'string') return undefined
  const next = changed({ type: usual }, changes, field)
  return Object.keys(next).length > 1 ? next : undefined
}

function usualOf(field: string): unknown {
  return (trainingFields as Readonly<Record<string, Field>>)[field].default
}

function hasField(field: string, type: unknown, name: string): boolean {
  const described = (trainingFields as Readonly<Record<string, Field>>)[field]
  if (described.kind !== 'typed') return true
  return typeof type === 'string' && Object.hasOwn(described.catalogue[type]?.fields ?? {}, name)
}
