import * as z from 'zod/mini'
import { REFERENCE_KINDS } from '../../references/referenceKind.ts'
import { chosenSchema } from './chosenSchema.ts'

const NAMES = REFERENCE_KINDS.join(', ')
const wordError = `auto, none, or a list of ${NAMES}`
const listError = `a list of 1 or more different ones of ${NAMES}`

const word = z.enum(['auto', 'none'], { error: wordError })
const list = z.array(z.enum(REFERENCE_KINDS, { error: `one of ${NAMES}` }), { error: listError }).check(
  z.minLength(1, { error: listError }),
  z.refine((kinds) => new Set(kinds).size === kinds.length, { error: listError }),
)

/** `references`: which reference models are fitted beside the networks. */
export const referencesSchema = chosenSchema(
  (value) => ({ schema: Array.isArray(value) ? list : word, value }),
  () => [word, list],
)
