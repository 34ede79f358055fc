import { z } from 'zod'
import { alternativesOf } from './chosenSchema.ts'
import { experimentSchema } from './experimentSchema.ts'

type JsonSchema = Record<string, unknown>

/** The experiment file's schema as JSON Schema (2020-12), so that editors complete and check while typing. */
export function experimentJsonSchema(): JsonSchema {
  return { ...toJsonSchema(experimentSchema), title: 'Holdout experiment, version 1' }
}

function toJsonSchema(schema: z.core.$ZodType): JsonSchema {
  const { $schema, ...json } = z.toJSONSchema(schema, { unrepresentable: 'any', override: expandChosen }) as JsonSchema
  return schema === experimentSchema ? { $schema, ...json } : json
}

/** A schema that chooses shows as what it chooses among. */
function expandChosen({ zodSchema, jsonSchema }: { zodSchema: z.core.$ZodType; jsonSchema: JsonSchema }): void {
  const alternatives = alternativesOf.get(zodSchema)
  if (alternatives !== undefined) jsonSchema.anyOf = alternatives().map(toJsonSchema)
}
