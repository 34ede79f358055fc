import { BROAD_MISSING_TOKENS } from './missingTokens.ts'

/** What a single cell looks like. */
export type CellShape = 'missing' | 'number' | 'boolean' | 'date' | 'word' | 'text'

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/
const NUMBER_WITH_COMMAS = /^[+-]?(\d{1,3}([.,' \u00a0\u202f]\d{3})+|\d+)([.,]\d+)?$/
const DATE = /^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}([ T]\d{1,2}:\d{2}.*)?$|^\d{1,2}[-/.]\d{1,2}[-/.]\d{4}$/
const BOOLEAN = /^(true|false)$/i
const WORD = /^[\p{L}\p{N}_.@#%+-]+( [\p{L}\p{N}_.@#%+-]+)*$/u
const NON_FINITE = /^[+-]?(inf|infinity|nan)$/i
const MISSING: ReadonlySet<string> = new Set(BROAD_MISSING_TOKENS)

/** What a trimmed cell looks like: for guessing the dialect and the header, not for typing columns. */
export function cellShape(cell: string): CellShape {
  if (cell === '' || MISSING.has(cell)) return 'missing'
  if (NUMBER.test(cell) || NUMBER_WITH_COMMAS.test(cell) || NON_FINITE.test(cell)) return 'number'
  if (BOOLEAN.test(cell)) return 'boolean'
  if (DATE.test(cell)) return 'date'
  return WORD.test(cell) ? 'word' : 'text'
}
