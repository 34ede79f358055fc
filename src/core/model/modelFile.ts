import { HoldoutError } from '../errors.ts'
import type { SavedModel } from './savedModel.ts'

/** Computes the SHA-256 of a text, hex: core has no such function of its own. */
export type Sha256 = (text: string) => string

/** The text of a model file: the model as JSON, with the SHA-256 of that JSON as its last member. */
export function encodeModelFile(model: SavedModel, sha256: Sha256): string {
  const { sha256: _, ...rest } = model
  const text = JSON.stringify(rest)
  // As JSON of the whole would be, without a second text: of a run on millions of rows it has a number for each.
  return `${text.slice(0, -1)},"sha256":${JSON.stringify(sha256(text))}}`
}

/**
 * Whether what was read from a model file is what was written. A model of before there were checksums has none, and is believed.
 * @throws HoldoutError `model/damaged`
 */
export function checkModelSum(value: object, sha256: Sha256): void {
  if (!('sha256' in value)) return
  const { sha256: kept, ...model } = value
  if (kept === sha256(JSON.stringify(model))) return
  throw new HoldoutError('model/damaged', 'the model is damaged: it is not what was written', {
    hint: 'Use a copy of the file that is whole, or train the model again.',
  })
}
