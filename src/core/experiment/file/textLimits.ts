import { Lexer } from 'yaml'
import { HoldoutError } from '../../errors.ts'
import type { TextPosition } from './problem.ts'

/** The largest text that is read as an experiment: far beyond any that a person or the page writes. */
export const TEXT_LIMITS = {
  /** Characters; 20,000 columns with a type and a role each take 1.2 million. */
  characters: 2_000_000,
  /** Keys of mappings and items of lists, together. */
  values: 60_000,
  /** Collections within each other; an experiment has about ten. */
  depth: 64,
  /** Anchors and aliases, together: each alias is searched for among everything before it. */
  aliases: 100,
} as const

/** Pieces that the scanner may find, for texts that are no values at all. */
const MOST_TOKENS = 12 * TEXT_LIMITS.values
/** What the scanner puts between tokens and is not in the text. */
const CONTROLS = new Set(['\u0002', '\u0018', '\u001F'])
const OPENING = new Set(['[', '{'])
const CLOSING = new Set([']', '}'])

/**
 * Refuses a text of YAML or JSON that is larger than {@link TEXT_LIMITS}, by its tokens alone: before anything is built of it.
 * @throws HoldoutError `experiment/too-large`, `experiment/syntax` where it nests too deeply
 */
export function refuseLargeText(text: string): void {
  if (text.length > TEXT_LIMITS.characters) throw tooLarge('characters', text.length)
  const size = { values: 0, aliases: 0, tokens: 0 }
  const nesting = new Nesting()
  for (const token of new Lexer().lex(text)) {
    if (CONTROLS.has(token)) continue
    size.tokens += 1
    if (token === ':' || token === '-' || token === ',') size.values += 1
    if (token.startsWith('&') || token.startsWith('*')) size.aliases += 1
    nesting.take(token)
    if (size.values > TEXT_LIMITS.values || size.tokens > MOST_TOKENS) throw tooLarge('values')
    if (size.aliases > TEXT_LIMITS.aliases) throw tooLarge('aliases')
    if (nesting.depth > TEXT_LIMITS.depth) throw tooDeep(nesting)
  }
}

/** How deep the token last taken stands: by brackets, and by indentation outside of them. */
class Nesting {
  #brackets = 0
  /** Columns at which the block collections around it begin. */
  readonly #columns: number[] = []
  #column = 0
  #isLineStart = true
  #line = 1

  get depth(): number {
    return this.#brackets + this.#columns.length
  }

  get place(): TextPosition {
    return { line: this.#line, column: Math.max(this.#column, 1) }
  }

  take(token: string): void {
    if (OPENING.has(token)) this.#brackets += 1
    else if (CLOSING.has(token)) this.#brackets = Math.max(0, this.#brackets - 1)
    const isSpace = /^[ \t]*$/.test(token)
    if (token.includes('\n')) {
      this.#column = 0
      this.#line += token.split('\n').length - 1
    } else {
      if (!isSpace && this.#brackets === 0) this.#begin(token)
      this.#column += token.length
    }
    this.#isLineStart = token.includes('\n') || (this.#isLineStart && isSpace)
  }

  /** A line begins a collection where it stands further in than those around it, and so does each mark within a line. */
  #begin(token: string): void {
    if (this.#isLineStart) while ((this.#columns.at(-1) ?? -1) > this.#column) this.#columns.pop()
    const isMark = token === '-' || token === '?'
    if ((this.#isLineStart || isMark) && (this.#columns.at(-1) ?? -1) < this.#column) this.#columns.push(this.#column)
  }
}

function tooLarge(what: Exclude<keyof typeof TEXT_LIMITS, 'depth'>, received?: number): HoldoutError {
  const words = { characters: 'characters', values: 'keys and items', aliases: 'aliases' }
  const limit = TEXT_LIMITS[what].toLocaleString('en')
  const found = received === undefined ? 'more' : received.toLocaleString('en')
  return new HoldoutError(
    'experiment/too-large',
    `The text is too large for an experiment: expected at most ${limit} ${words[what]}, received ${found}.`,
    { hint: 'Choose an experiment file. Data belongs in a CSV.' },
  )
}

function tooDeep({ place }: Nesting): HoldoutError {
  const at = `at line ${String(place.line)}, column ${String(place.column)}`
  const message = `The experiment cannot be read ${at}: expected at most ${String(TEXT_LIMITS.depth)} levels of nesting, received more.`
  return new HoldoutError('experiment/syntax', message, { hint: 'Check indentation and brackets.', ...place })
}
