import { z } from 'zod'
import type { NumberField } from '../model/field.ts'
import { layerCatalogue } from '../model/layerCatalogue.ts'
import { trainingFields } from '../model/trainingFields.ts'
import { chosenSchema, dictionary, exactObject } from './chosenSchema.ts'
import { isRecord, type ExperimentFile } from './experimentFile.ts'
import { fieldSchema, fieldShape, nameSchema, plainSchema, typedSchema } from './fieldSchema.ts'
import { flatStrategies, validationFields } from './validationFields.ts'

const oneOf = (...words: readonly string[]) => z.enum(words, { error: `one of ${words.join(', ')}` })
const text = (what = 'text') => z.string({ error: what })
const flag = z.boolean({ error: 'true or false' })
const number = (field: Omit<NumberField, 'kind' | 'doc'>) => plainSchema({ kind: 'number', doc: '', ...field })
const character = z.string({ error: 'one character' }).length(1, { error: 'one character' })
const texts = z.array(text('text (put it in quotes)'), { error: 'a list of texts' })

/** Seeds are those numpy takes: 32 bits. */
const seed = number({ integer: true, min: 0, max: 0xffffffff })

const column = exactObject('settings of a column', {
  role: oneOf('feature', 'target', 'ignore', 'group', 'weight', 'id').optional(),
  type: oneOf('number', 'category', 'text', 'date', 'boolean').optional(),
  missing: texts.optional(),
})

const dataset = exactObject('the dataset with at least `target`', {
  file: text('the path of a file').min(1, { error: 'the path of a file' }).optional(),
  target: text('the name of the target column, as text'),
  header: flag.optional(),
  delimiter: character.optional(),
  quote: character.optional(),
  encoding: text('the name of an encoding').optional(),
  decimal: oneOf('.', ',').optional(),
  thousands: character.optional(),
  missing: texts.optional(),
  rejected: oneOf('stop', 'leaveOut').optional(),
  columns: dictionary('settings for each column by name', column).optional(),
})

const preprocessing = exactObject('preprocessing with numeric, category or target', {
  numeric: exactObject('settings of numeric columns', {
    impute: oneOf('median', 'mean', 'mostFrequent', 'constant', 'none').optional(),
    fillValue: number({}).optional(),
    missingIndicator: flag.optional(),
    scale: oneOf('standard', 'minmax', 'robust', 'maxabs', 'none').optional(),
  }).optional(),
  category: exactObject('settings of category columns', {
    impute: oneOf('mostFrequent', 'constant', 'none').optional(),
    fillValue: text().optional(),
    encode: oneOf('oneHot', 'ordinal').optional(),
  }).optional(),
  target: oneOf('standard', 'none').optional(),
})

const flatValidation = exactObject('validation with a strategy', fieldShape(validationFields, plainSchema))
const innerValidation = exactObject('validation with a strategy', {
  ...fieldShape(validationFields, plainSchema),
  strategy: oneOf(...flatStrategies).optional(),
})
const nestedValidation = exactObject('nested validation', {
  strategy: z.literal('nested'),
  outer: innerValidation.optional(),
  inner: innerValidation.optional(),
  choose: text('the name of a metric').optional(),
})
const validation = chosenSchema(
  (value) => ({ schema: isRecord(value) && value.strategy === 'nested' ? nestedValidation : flatValidation, value }),
  () => [flatValidation, nestedValidation],
)

const gridSearch = exactObject('a search', { type: oneOf('grid', 'random') })
const randomSearch = exactObject('a random search', {
  type: z.literal('random'),
  n: number({ integer: true, min: 1, max: 10_000 }),
  seed: seed.optional(),
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
  .min(1, { error: layersError })
  .max(100, { error: layersError })
const layerPatch = chosenSchema(
  (value) => ({ schema: isRecord(value) ? z.looseObject({}) : z.literal('none', { error: patchError }), value }),
  () => [z.looseObject({}), z.literal('none')],
)
const patchError = 'fields of the layer to change, or none to remove it'

const trainingShape = Object.fromEntries(
  Object.entries(trainingFields).map(([name, field]) => [name, fieldSchema(field).optional()]),
)

const model = exactObject('a model', {
  name: nameSchema,
  extends: text('the name of another model').optional(),
  layers: layers.optional(),
  patch: dictionary('changes to layers by their name', layerPatch).optional(),
  ...trainingShape,
  search: search.optional(),
})

const modelsError = 'a list of 1 to 1000 models'

/** The experiment file, version 1, as written. Messages of its issues say what was expected. */
export const experimentSchema = exactObject('an experiment', {
  holdout: z.literal(1, { error: '1, the version of the format' }),
  name: nameSchema,
  description: text().optional(),
  dataset,
  task: oneOf('binary', 'multiclass', 'regression').optional(),
  seed: seed.optional(),
  preprocessing: preprocessing.optional(),
  validation: validation.optional(),
  training: exactObject('settings of training', trainingShape).optional(),
  search: search.optional(),
  finalModel: flag.optional(),
  models: z.array(model, { error: modelsError }).min(1, { error: modelsError }).max(1000, { error: modelsError }),
}) as z.ZodType<ExperimentFile>
