import * as z from 'zod/mini'
import { isRecord } from './experimentFile.ts'
import { chosenSchema, exactObject } from './chosenSchema.ts'
import { plainSchema } from './fieldSchema.ts'

const word = z.enum(['auto', 'none'], { error: 'auto, none, or settings such as { shuffles: 5 }' })
const settings = exactObject('settings of the importance of columns', {
  shuffles: z.optional(plainSchema({ kind: 'number', doc: '', integer: true, min: 1, max: 1000 })),
  individual: z.optional(plainSchema({ kind: 'number', doc: '', integer: true, min: 0, max: 100 })),
  correlated: z.optional(z.enum(['apart', 'together'], { error: 'apart or together' })),
})

/** `importance`: whether, and how, columns are shuffled among held-out rows. */
export const importanceSchema = chosenSchema(
  (value) => ({ schema: isRecord(value) ? settings : word, value }),
  () => [word, settings],
)
