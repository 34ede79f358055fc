import { LARGEST_SEED } from '../../random/largestSeed.ts'
import * as z from 'zod/mini'
import type { NumberField } from '../../settings/field.ts'
import { layerCatalogue } from '../../model/layerCatalogue.ts'
import { trainingFields } from '../../model/trainingFields.ts'
import { isDateFormat } from '../../dataset/dateStyle.ts'
import { chosenSchema, dictionary, exactObject } from './chosenSchema.ts'
import { isRecord, type ExperimentFile } from './experimentFile.ts'
import { fieldSchema, fieldShape, nameSchema, plainSchema, typedSchema } from './fieldSchema.ts'
import { importanceSchema } from './importanceSchema.ts'
import { learningCurveSchema } from './learningCurveSchema.ts'
import { metricsSchema } from './metricsSchema.ts'
import { referencesSchema } from './referencesSchema.ts'
import { flatStrategies, validationFields } from '../../split/validationFields.ts'
import { DATE_PARTS } from '../../dataset/dateParts.ts'
import { ROLES } from '../../dataset/datasetSettings.ts'

const oneOf = (...words: readonly string[]) => z.enum(words, { error: `one of ${words.join(', ')}` })
const text = (what = 'text') => z.string({ error: what })
const flag = z.boolean({ error: 'true or false' })
const number = (field: Omit<NumberField, 'kind' | 'doc'>) => plainSchema({ kind: 'number', doc: '', ...field })
const character = z.string({ error: 'one character' }).check(z.length(1, { error: 'one character' }))
const separator = z
  .string({ error: 'one character, or "" for none' })
  .check(z.maxLength(1, { error: 'one character, or "" for none' }))
const dateFormat = text('a date format such as dd/MM/yyyy').check(
  z.refine(isDateFormat, { error: 'a date format such as dd/MM/yyyy' }),
)
const texts = z.array(text('text (put it in quotes)'), { error: 'a list of texts' })

const partsError = `a list of ${DATE_PARTS.join(', ')}`
const dateParts = z
  .array(z.enum(DATE_PARTS, { error: partsError }), { error: partsError })
  .check(z.minLength(1, { error: partsError }), z.refine(isDistinct, { error: `${partsError}, each once` }))
const orderError = 'a list of labels from low to high, each once'
const order = z
  .array(text('text (put it in quotes)'), { error: orderError })
  .check(z.minLength(2, { error: orderError }), z.refine(isDistinct, { error: orderError }))

const seed = number({ integer: true, min: 0, max: LARGEST_SEED })

const column = exactObject('settings of a column', {
  role: z.optional(oneOf(...ROLES)),
  type: z.optional(oneOf('number', 'category', 'text', 'date', 'boolean')),
  missing: z.optional(texts),
  decimal: z.optional(oneOf('.', ',')),
  thousands: z.optional(separator),
  format: z.optional(dateFormat),
  parts: z.optional(dateParts),
  order: z.optional(order),
  lookAlikes: z.optional(oneOf('join', 'apart')),
  labels: z.optional(dictionary('other names for labels, by the label in the file', text('text (put it in quotes)'))),
})

const filterValue = z.union([z.string(), z.number(), z.boolean()], { error: 'a value' })
const filterValues = z.union([filterValue, z.array(filterValue).check(z.minLength(1))], {
  error: 'a value, or a list of values',
})
const condition = exactObject('a condition that rows must meet, such as { column: year, atLeast: 2015 }', {
  column: text('the name of a column, as text'),
  is: z.optional(filterValues),
  isNot: z.optional(filterValues),
  atLeast: z.optional(filterValue),
  atMost: z.optional(filterValue),
  above: z.optional(filterValue),
  below: z.optional(filterValue),
  isMissing: z.optional(flag),
})

/** How the data of an experiment is read. */
export const datasetSchema = exactObject('the dataset with at least `target`', {
  file: z.optional(text('the path of a file').check(z.minLength(1, { error: 'the path of a file' }))),
  target: text('the name of the target column, as text'),
  header: z.optional(flag),
  delimiter: z.optional(character),
  quote: z.optional(character),
  encoding: z.optional(text('the name of an encoding')),
  decimal: z.optional(oneOf('.', ',')),
  thousands: z.optional(separator),
  sheet: z.optional(text('the name of a sheet')),
  range: z.optional(text('cells such as B3:F200')),
  names: z.optional(
    dictionary('other names for columns, by the name in the file', text('the name of a column, as text')),
  ),
  missing: z.optional(texts),
  rejected: z.optional(oneOf('stop', 'leaveOut')),
  rows: z.optional(z.array(condition, { error: 'a list of conditions, such as [{ column: year, atLeast: 2015 }]' })),
  columns: z.optional(dictionary('settings for each column by name', column)),
})

const preprocessing = exactObject('preprocessing with numeric, category or target', {
  numeric: z.optional(
    exactObject('settings of numeric columns', {
      impute: z.optional(oneOf('median', 'mean', 'mostFrequent', 'constant', 'none')),
      fillValue: z.optional(number({})),
      missingIndicator: z.optional(flag),
      scale: z.optional(oneOf('standard', 'minmax', 'robust', 'maxabs', 'none')),
    }),
  ),
  category: z.optional(
    exactObject('settings of category columns', {
      impute: z.optional(oneOf('mostFrequent', 'constant', 'none')),
      fillValue: z.optional(text()),
      encode: z.optional(oneOf('oneHot', 'ordinal')),
    }),
  ),
  target: z.optional(oneOf('standard', 'none')),
})

const flatValidation = exactObject('validation with a strategy', fieldShape(validationFields, plainSchema))
const innerValidation = exactObject('validation with a strategy', {
  ...fieldShape(validationFields, plainSchema),
  strategy: z.optional(oneOf(...flatStrategies)),
})
const nestedValidation = exactObject('nested validation', {
  strategy: z.literal('nested'),
  outer: z.optional(innerValidation),
  inner: z.optional(innerValidation),
  choose: z.optional(text('the name of a metric')),
  groups: z.optional(plainSchema(validationFields.groups)),
})
const validation = chosenSchema(
  (value) => ({ schema: isRecord(value) && value.strategy === 'nested' ? nestedValidation : flatValidation, value }),
  () => [flatValidation, nestedValidation],
)

const gridSearch = exactObject('a search', { type: oneOf('grid', 'random') })
const randomSearch = exactObject('a random search', {
  type: z.literal('random'),
  n: number({ integer: true, min: 1, max: 10_000 }),
  seed: z.optional(seed),
})
const search = chosenSchema(
  (value) => ({ schema: isRecord(value) && value.type === 'random' ? randomSearch : gridSearch, value }),
  () => [gridSearch, randomSearch],
)

/** A layer as written: an object with `type`, or the type alone. */
export const layerSchema = typedSchema({ what: 'a layer', catalogue: layerCatalogue })

const layersError = 'a list of 1 to 100 layers'
const layers = z
  .array(layerSchema, { error: layersError })
  .check(z.minLength(1, { error: layersError }), z.maxLength(100, { error: layersError }))
const layerPatch = chosenSchema(
  (value) => ({ schema: isRecord(value) ? z.looseObject({}) : z.literal('none', { error: patchError }), value }),
  () => [z.looseObject({}), z.literal('none')],
)
const patchError = 'fields of the layer to change, or none to remove it'

const trainingShape = {
  ...Object.fromEntries(Object.entries(trainingFields).map(([name, field]) => [name, z.optional(fieldSchema(field))])),
  metrics: z.optional(metricsSchema),
}

const model = exactObject('a model', {
  name: nameSchema,
  extends: z.optional(text('the name of another model')),
  layers: z.optional(layers),
  patch: z.optional(dictionary('changes to layers by their name', layerPatch)),
  ...trainingShape,
  search: z.optional(search),
})

const modelsError = 'a list of 1 to 1000 models'

/** The experiment file, version 1, as written. Messages of its issues say what was expected. */
export const experimentSchema = exactObject('an experiment', {
  holdout: z.literal(1, { error: '1, the version of the format' }),
  name: nameSchema,
  description: z.optional(text()),
  dataset: datasetSchema,
  task: z.optional(oneOf('binary', 'multiclass', 'regression')),
  positiveClass: z.optional(z.union([z.string(), z.number(), z.boolean()], { error: 'the label of a class' })),
  seed: z.optional(seed),
  preprocessing: z.optional(preprocessing),
  validation: z.optional(validation),
  training: z.optional(exactObject('settings of training', trainingShape)),
  search: z.optional(search),
  finalModel: z.optional(
    z.union([z.boolean(), z.literal(['refit', 'ensemble'])], { error: 'true, false, refit or ensemble' }),
  ),
  references: z.optional(referencesSchema),
  importance: z.optional(importanceSchema),
  learningCurve: z.optional(learningCurveSchema),
  models: z
    .array(model, { error: modelsError })
    .check(z.minLength(1, { error: modelsError }), z.maxLength(1000, { error: modelsError })),
}) as z.ZodMiniType<ExperimentFile>

function isDistinct(list: readonly string[]): boolean {
  return new Set(list).size === list.length
}
