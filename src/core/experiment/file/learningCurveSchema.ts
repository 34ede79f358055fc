import * as z from 'zod/mini'
import { isRecord } from './experimentFile.ts'
import { chosenSchema, exactObject } from './chosenSchema.ts'

const share = 'a share of the training rows, above 0 and at most 1'
const listError = 'a list of 1 to 20 different shares, such as [0.1, 0.25, 0.5, 0.75, 1]'
const word = z.enum(['none'], { error: 'none, or settings such as { fractions: [0.25, 0.5, 1] }' })
const settings = exactObject('settings of a learning curve', {
  fractions: z.optional(
    z
      .array(z.number({ error: share }).check(z.positive({ error: share }), z.lte(1, { error: share })), {
        error: listError,
      })
      .check(
        z.minLength(1, { error: listError }),
        z.maxLength(20, { error: listError }),
        z.refine((fractions) => new Set(fractions).size === fractions.length, { error: listError }),
      ),
  ),
})

/** `learningCurve`: shares of each training fold that candidates are trained on besides all of it. */
export const learningCurveSchema = chosenSchema(
  (value) => ({ schema: isRecord(value) ? settings : word, value }),
  () => [word, settings],
)
