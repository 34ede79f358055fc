import * as z from 'zod/mini'
import { DATE_PARTS } from '../../core/dataset/dateParts.ts'
import { datasetSchema } from '../../core/experiment/file/experimentSchema.ts'
import { plainSchema } from '../../core/experiment/file/fieldSchema.ts'
import { isRecord } from '../../core/experiment/file/experimentFile.ts'
import { layerCatalogue } from '../../core/model/layerCatalogue.ts'
import type { LayerType } from '../../core/model/modelSpec.ts'
import type { SavedMember, SavedModel } from '../../core/model/savedModel.ts'
import type { FittedColumn } from '../../core/preprocessing/fittedPreprocessing.ts'
import { widthOf } from '../../core/preprocessing/fittedPreprocessing.ts'
import { mayBeNone, type Fields } from '../../core/settings/field.ts'

/** The largest width of a model, and number of its outputs: more is a slip or an attack. */
const MOST_WIDTH = 10_000_000

const layer = z.unknown().check(z.refine(isLayer))

const number = z.strictObject({
  kind: z.literal('number'),
  name: z.string(),
  fill: z.nullable(z.number()),
  center: z.number(),
  scale: z.number().check(z.refine((scale) => scale !== 0)),
  hasIndicator: z.boolean(),
  isEmpty: z.boolean(),
  dateParts: z.optional(z.array(z.enum(DATE_PARTS))),
})
const category = z
  .strictObject({
    kind: z.enum(['oneHot', 'ordinal']),
    name: z.string(),
    levels: z.array(z.string()),
    ranks: z.array(z.int().check(z.gte(-1))),
    fill: z.int().check(z.gte(-1)),
  })
  .check(z.refine(({ levels, ranks, fill }) => ranks.length === levels.length && fill < levels.length))

const member = {
  preprocessing: z.strictObject({
    columns: z.array(z.union([number, category])).check(z.minLength(1)),
    outputs: z.array(z.string()),
  }),
  targetScale: z.strictObject({ mean: z.number(), scale: z.number().check(z.gt(0)) }),
  inputs: z.int().check(z.gte(1), z.lte(MOST_WIDTH)),
  weights: z.record(z.string(), z.string()),
}
const isWide = z.refine<SavedMember>(({ preprocessing, inputs }) => preprocessing.outputs.length === inputs, {
  path: ['inputs'],
})
const isFilled = z.refine<SavedMember>(({ preprocessing, inputs }) => widthSum(preprocessing.columns) === inputs, {
  path: ['preprocessing'],
})

/** What every model file must hold, as `openModel` needs it. Weights are compared with the layers by `makePredictor`. */
const schema = z
  .strictObject({
    holdoutModel: z.literal([1, 2]),
    run: z.string(),
    name: z.string(),
    task: z.enum(['binary', 'multiclass', 'regression']),
    classes: z.array(z.string()),
    spec: z.strictObject({
      name: z.string(),
      layers: z.array(layer).check(z.minLength(1)),
      training: z.looseObject({}),
    }),
    ...member,
    others: z.optional(z.array(z.strictObject(member).check(isWide, isFilled))),
    positiveClass: z.optional(z.string()),
    threshold: z.optional(z.number().check(z.gte(0), z.lte(1))),
    dataset: z.optional(datasetSchema),
    heldOutScores: z.optional(z.array(z.number()).check(z.refine(isAscending))),
    ranges: z.optional(z.record(z.string(), z.array(z.number()).check(z.length(2), z.refine(isAscending)))),
    sha256: z.optional(z.string()),
  })
  .check(
    z.refine(({ task, classes }) => classesFit(task, classes), { path: ['classes'] }),
    z.refine(({ positiveClass, classes }) => positiveClass === undefined || classes.includes(positiveClass), {
      path: ['positiveClass'],
    }),
    isWide,
    isFilled,
    z.refine(({ holdoutModel, others }) => (holdoutModel === 2) === (others !== undefined), { path: ['others'] }),
    z.refine(({ preprocessing, others = [] }) => others.every((other) => isAlike(preprocessing, other.preprocessing)), {
      path: ['others'],
    }),
  )

/**
 * The first part of a model file that is not what every model has; `undefined` where all is well. A model whose checksum is right
 * may have parts that this version does not know.
 */
export function modelFileProblem(value: object): string | undefined {
  const hasSum = 'sha256' in value
  const issue = schema.safeParse(value).error?.issues.find(({ code }) => !(hasSum && code === 'unrecognized_keys'))
  if (!issue) return undefined
  return issue.code === 'unrecognized_keys' ? issue.keys[0] : issue.path.map(String).join('.')
}

/** How many numbers the output layer of a task has. */
export function outputsOf({ task, classes }: Pick<SavedModel, 'task' | 'classes'>): number {
  return task === 'multiclass' ? classes.length : 1
}

function classesFit(task: SavedModel['task'], classes: readonly string[]): boolean {
  if (task === 'regression') return classes.length === 0
  return task === 'binary' ? classes.length === 2 : classes.length > 1
}

function widthSum(columns: readonly FittedColumn[]): number {
  return columns.reduce((sum, column) => sum + widthOf(column), 0)
}

/** Whether two networks take the same columns in the same form. */
function isAlike(one: SavedMember['preprocessing'], other: SavedMember['preprocessing']): boolean {
  return JSON.stringify(one.columns.map(formOf)) === JSON.stringify(other.columns.map(formOf))
}

function formOf(column: FittedColumn): unknown {
  if (column.kind === 'number') return [column.kind, column.name, column.fill === null, column.hasIndicator]
  return [column.kind, column.name, column.fill < 0, column.levels]
}

function isAscending(values: readonly number[]): boolean {
  return values.every((value, i) => i === 0 || values[i - 1] <= value)
}

/** A layer in its complete form: nothing is left to a default. */
function isLayer(value: unknown): boolean {
  if (!isRecord(value) || typeof value.type !== 'string' || !Object.hasOwn(layerCatalogue, value.type)) return false
  const fields: Fields = layerCatalogue[value.type as LayerType].fields
  return Object.entries(fields).every(([name, field]) => {
    const given = value[name]
    if (given === undefined) return mayBeNone(field)
    return field.kind === 'fixed' || plainSchema(field).safeParse(given).success
  })
}
