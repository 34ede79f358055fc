import * as z from 'zod/mini'
import { LARGEST_WEIGHT } from '../../model/largestWeight.ts'
import { describeField } from '../../settings/describeField.ts'
import {
  mayBeNone,
  type Catalogue,
  type ClassWeightField,
  type Field,
  type Fields,
  type GroupField,
  type NumberField,
  type TypedField,
} from '../../settings/field.ts'
import { chosenSchema, dictionary, exactObject, type Choice } from './chosenSchema.ts'
import { isRecord, isSweep } from './experimentFile.ts'

/** The longest list or range of one sweep. */
const LONGEST_SWEEP = 10_000

/**
 * The schema of a field as it may be written: its value, the shorthand, `none`, or a sweep of those.
 *
 * The message of every issue is what was expected; `describeIssue` adds path, what was received and a proposal.
 */
export function fieldSchema(field: Field): z.ZodMiniType {
  const value = valueSchema(field, fieldSchema)
  if (field.kind === 'text') return value
  const sweep = sweepSchema(field)
  return chosenSchema(
    (given) => ({ schema: isSweep(given) ? sweep : value, value: given }),
    () => [value, sweep],
  )
}

/** The schemas of fields by name; those that may be left out are optional. */
export function fieldShape(
  fields: Fields,
  of: (field: Field) => z.ZodMiniType = fieldSchema,
): Record<string, z.ZodMiniType> {
  const settable = Object.entries(fields).filter(([, field]) => field.kind !== 'fixed')
  return Object.fromEntries(settable.map(([name, field]) => [name, field.required ? of(field) : z.optional(of(field))]))
}

/** A thing with a `type`, as an object or as the type alone. */
export function typedSchema(field: Pick<TypedField, 'what' | 'catalogue'>): z.ZodMiniType {
  return typedValue(field, [], fieldSchema)
}

/** A field without a sweep; `inner` is the schema of the fields within. */
function valueSchema(field: Field, inner: (field: Field) => z.ZodMiniType): z.ZodMiniType {
  const error = describeField(field)
  switch (field.kind) {
    case 'number':
      return numberSchema(field, error)
    case 'flag':
      return z.boolean({ error })
    case 'choice':
      return z.enum(field.options, { error })
    case 'text':
      return nameSchema
    case 'typed':
      return typedValue(field, mayBeNone(field) ? ['none'] : [], inner)
    case 'group':
      return groupValue(field, inner)
    case 'classWeight':
      return classWeightValue(field)
    case 'fixed':
      return z.never()
  }
}

/** The schema of a field where nothing may be swept. */
export const plainSchema = (field: Field): z.ZodMiniType => valueSchema(field, plainSchema)

/** A name of a model, a layer or a sweep: text on one line. */
export const nameSchema = z
  .string({ error: 'a name of 1 to 100 characters on one line' })
  .check(z.regex(/^(?=.*\S)[^\p{Cc}\u2028\u2029]{1,100}$/u, { error: 'a name of 1 to 100 characters on one line' }))

function numberSchema(field: NumberField, error: string): z.ZodMiniType {
  const { integer, min, above, max, below } = field
  const bounds = [
    ...(min === undefined ? [] : [z.gte(min, { error })]),
    ...(above === undefined ? [] : [z.gt(above, { error })]),
    ...(max === undefined ? [] : [z.lte(max, { error })]),
    ...(below === undefined ? [] : [z.lt(below, { error })]),
  ]
  const schema = integer ? z.int({ error }) : z.number({ error })
  return schema.check(...bounds)
}

function sweepSchema(field: Field): z.ZodMiniType {
  const values = listSchema(plainSchema(field))
  const range = field.kind === 'number' ? rangeSchema(field) : undefined
  const sweep = chosenSchema(
    (value) => ({ schema: range && isRecord(value) ? range : values, value }),
    () => (range ? [values, range] : [values]),
  )
  return exactObject('a sweep', { sweep, as: z.optional(asSchema) })
}

function listSchema(value: z.ZodMiniType): z.ZodMiniType {
  const error = `a list of 1 to ${LONGEST_SWEEP} values`
  return z.array(value, { error }).check(z.minLength(1, { error }), z.maxLength(LONGEST_SWEEP, { error }))
}

function rangeSchema(field: NumberField): z.ZodMiniType {
  const end = numberSchema(field, describeField(field))
  const count: NumberField = { kind: 'number', integer: true, min: 2, max: LONGEST_SWEEP, doc: '' }
  const scale = z.enum(['linear', 'log'], { error: 'one of linear, log' })
  const range = { from: end, to: end, count: z.optional(plainSchema(count)), scale: z.optional(scale) }
  return exactObject('a range with from, to and count', range).check(
    z.superRefine((value, context) => {
      const { from, scale } = value as { from: number; scale?: string }
      if (scale === 'log' && from <= 0)
        context.addIssue({ code: 'custom', path: ['from'], message: 'a number above 0 for a log scale' })
    }),
  )
}

const asError = 'a name of letters, digits, spaces, `_`, `.` or `-` that begins with a letter'
const asSchema = z.string({ error: asError }).check(z.regex(/^\p{L}[\p{L}\p{N}_ .-]{0,59}$/u, { error: asError }))

function typedValue(
  { what, catalogue }: Pick<TypedField, 'what' | 'catalogue'>,
  words: readonly string[],
  inner: (field: Field) => z.ZodMiniType,
): z.ZodMiniType {
  const types = Object.keys(catalogue)
  const error = `${what}: one of ${[...types, ...words].join(', ')}`
  const word = z.enum([...types, ...words], { error })
  const missing = exactType(types, error)
  const objects = lazyEntries(catalogue, what, inner)
  const choose = (value: unknown): Choice => {
    if (typeof value === 'string' && Object.hasOwn(catalogue, value))
      return { schema: objects(value), value: { type: value } }
    if (!isRecord(value)) return { schema: word, value }
    if (typeof value.type === 'string' && Object.hasOwn(catalogue, value.type))
      return { schema: objects(value.type), value }
    if (isSweep(value.type) && inner === fieldSchema) return { schema: sweptType(types, error, objects), value }
    return { schema: missing, value }
  }
  return chosenSchema(choose, () => [word, ...types.map(objects)])
}

function exactType(types: readonly string[], error: string): z.ZodMiniType {
  return z.looseObject({ type: z.enum(types, { error }) })
}

function lazyEntries(catalogue: Catalogue, what: string, inner: (field: Field) => z.ZodMiniType) {
  const made = new Map<string, z.ZodMiniType>()
  return (type: string): z.ZodMiniType => {
    const schema = made.get(type) ?? entrySchema(catalogue, type, what, inner)
    made.set(type, schema)
    return schema
  }
}

function entrySchema(
  catalogue: Catalogue,
  type: string,
  what: string,
  inner: (field: Field) => z.ZodMiniType,
): z.ZodMiniType {
  return exactObject(what, { type: z.literal(type), ...fieldShape(catalogue[type].fields, inner) })
}

/** `type: { sweep: [sgd, adam] }`: every type listed must take the other fields as they are. */
function sweptType(types: readonly string[], error: string, objects: (type: string) => z.ZodMiniType): z.ZodMiniType {
  const choice = sweepSchema({ kind: 'choice', options: types, doc: '' })
  return z.unknown().check(
    z.superRefine((value, context) => {
      const swept = value as { readonly type: { readonly sweep: unknown } }
      const issues = choice.safeParse(swept.type).error?.issues ?? []
      for (const issue of issues) context.addIssue({ ...issue, message: error, path: ['type', ...issue.path] })
      if (issues.length > 0) return
      for (const type of swept.type.sweep as readonly string[]) {
        const failed = objects(type).safeParse({ ...swept, type })
        for (const issue of failed.error?.issues ?? []) context.addIssue({ ...issue, path: [...issue.path] })
      }
    }),
  )
}

function groupValue(field: GroupField, inner: (field: Field) => z.ZodMiniType): z.ZodMiniType {
  const words = mayBeNone(field) ? ', or none' : ''
  const object = exactObject(`${describeField(field)}${words}`, fieldShape(field.fields, inner))
  const none = z.literal('none')
  return chosenSchema(
    (value) => ({ schema: value === 'none' && mayBeNone(field) ? none : object, value }),
    () => [object, none],
  )
}

function classWeightValue(field: ClassWeightField): z.ZodMiniType {
  const error = `${describeField(field)}, or none`
  const word = z.enum(['balanced', 'none'], { error })
  const weight = `a number above 0 up to ${LARGEST_WEIGHT}`
  const weights = dictionary(
    error,
    z.number({ error: weight }).check(z.gt(0, { error: weight }), z.lte(LARGEST_WEIGHT, { error: weight })),
  )
  return chosenSchema(
    (value) => ({ schema: isRecord(value) ? weights : word, value }),
    () => [word, weights],
  )
}
