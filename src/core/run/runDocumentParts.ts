import * as z from 'zod/mini'

/** A number, or what stands for one that is not defined. JSON holds nothing that is no finite number. */
export const nullableNumber = z.nullable(z.number())

/** The numbers and words that a finding rests on. */
export const findingEvidence = z.record(z.string(), z.union([z.number(), z.string(), z.null()]))

/** An error as data. */
export const errorSchema = z.looseObject({ code: z.string(), message: z.string(), hint: z.optional(z.string()) })

const axis = z.strictObject({
  title: z.string(),
  unit: z.optional(z.string()),
  low: z.optional(z.number()),
  high: z.optional(z.number()),
  labels: z.optional(z.array(z.string())),
  isLogarithmic: z.optional(z.boolean()),
})
const points = z.array(nullableNumber)
const series = z
  .strictObject({
    name: z.string(),
    style: z.int().check(z.gte(0)),
    kind: z.enum(['line', 'steps', 'points', 'bars', 'band']),
    role: z.enum(['main', 'thin', 'reference']),
    x: points,
    y: points,
    low: z.optional(points),
    high: z.optional(points),
    rows: z.optional(z.array(z.int())),
    notes: z.optional(z.array(z.string())),
  })
  // Every list has a number for each point.
  .check(
    z.refine(({ x, y, low, high, notes }) => [y, low, high, notes].every((list) => !list || list.length === x.length)),
  )

/** A figure as data. */
export const figureSchema = z.strictObject({
  id: z.string(),
  title: z.string(),
  alt: z.string(),
  x: axis,
  y: axis,
  series: z.array(series),
  marks: z.optional(z.array(z.strictObject({ at: z.number(), axis: z.enum(['x', 'y']), label: z.string() }))),
  isSquare: z.optional(z.boolean()),
})
