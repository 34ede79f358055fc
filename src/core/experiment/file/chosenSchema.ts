import * as z from 'zod/mini'

/** What is to be checked, and by which schema. */
export interface Choice {
  readonly schema: z.ZodMiniType
  readonly value: unknown
}

/**
 * A schema that looks at the value and then checks it by one other schema.
 *
 * A plain union reports what is wrong with every member; this reports only what is wrong with the one meant.
 * `alternatives` are all it may choose, for the JSON Schema.
 */
export function chosenSchema(
  choose: (value: unknown) => Choice,
  alternatives: () => readonly z.ZodMiniType[],
): z.ZodMiniType {
  const schema = z.unknown().check(
    z.superRefine((given, context) => {
      const { schema, value } = choose(given)
      const result = schema.safeParse(value)
      for (const issue of result.error?.issues ?? []) context.addIssue({ ...issue, path: [...issue.path] })
    }),
  )
  alternativesOf.set(schema, alternatives)
  return schema
}

/** The members of each chosen schema, as what `experimentJsonSchema` lists them. */
export const alternativesOf = new WeakMap<z.core.$ZodType, () => readonly z.ZodMiniType[]>()

/** An object with these keys and no others; `what` follows "expected" where it is no object. */
export function exactObject(what: string, shape: Readonly<Record<string, z.ZodMiniType>>): z.ZodMiniType {
  const keys = Object.keys(shape)
  // The text of an unknown key is the list of known ones: describeIssue makes its proposal from it.
  return z.strictObject(shape, { error: (issue) => (issue.code === 'unrecognized_keys' ? keys.join(', ') : what) })
}

/**
 * A mapping from any name to values of one schema.
 *
 * Zod's own record passes over the key `__proto__`; here every own key is data like any other.
 */
export function dictionary(what: string, values: z.ZodMiniType): z.ZodMiniType {
  const isMapping = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value)
  return z.unknown().check(
    z.superRefine((given, context) => {
      if (!isMapping(given)) {
        context.addIssue({ code: 'custom', message: what })
        return
      }
      for (const [key, value] of Object.entries(given as object)) {
        const issues = values.safeParse(value).error?.issues ?? []
        for (const issue of issues) context.addIssue({ ...issue, path: [key, ...issue.path] })
      }
    }),
  )
}
