import { allSteps } from '../allSteps.ts'
import { cellShape } from './cellShape.ts'
import { DELIMITER_PRIORS } from './csvDialect.ts'
import type { CsvDialect, DialectGuess } from './csvDialect.ts'
import { guessHeader, unnamedColumn } from './guessHeader.ts'
import { parseCsvSample } from './parseCsvSample.ts'

const SAMPLE_ROWS = 200
const CELLS_JUDGED = 4000
const SEP_LINE = /^sep=(.)\r?(\n|\r|$)/i
/** A file of one column scores this much at best, so that any real delimiter beats it. */
const ONE_COLUMN_SCORE = 0.3

/** What the person said about the dialect; the rest is guessed. */
export interface DialectChoices {
  readonly delimiter?: string
  readonly quote?: string
  readonly header?: boolean
}

interface Candidate {
  readonly delimiter: string
  readonly quote: string
  readonly score: number
}

/**
 * The dialect of a text sample: every delimiter with every quote is scored by how evenly the rows fall into columns
 * times how well the cells look like values (after van den Burg, Nazábal and Sutton, 2019).
 */
export function guessDialect(text: string, isCut: boolean, choices: DialectChoices = {}): DialectGuess {
  return allSteps(guessDialectInSteps(text, isCut, choices))
}

/** As {@link guessDialect}, with a pause after each candidate: all of them together take longer than a frame. */
export function* guessDialectInSteps(
  text: string,
  isCut: boolean,
  choices: DialectChoices = {},
): Generator<undefined, DialectGuess> {
  const sep = SEP_LINE.exec(text)
  const delimiter = choices.delimiter ?? sep?.[1]
  const whole = sep ? text.slice(sep[0].length) : text
  const body = withoutPreamble(whole)
  const ranked: Candidate[] = []
  for (const [candidate, quote, prior] of candidates(delimiter, choices.quote, body)) {
    ranked.push({ delimiter: candidate, quote, score: prior * score(body, isCut, candidate, quote) })
    yield
  }
  ranked.sort((a, b) => b.score - a.score)
  const best = ranked[0] ?? { delimiter: ',', quote: '"', score: 0 }
  const runnerUp = ranked.find((other) => other.delimiter !== best.delimiter)
  const { rows } = parseCsvSample(body, best, SAMPLE_ROWS, isCut)
  const hash = hashRow(whole.slice(0, whole.length - body.length), best, rows)
  const unnamed = choices.header === false ? undefined : unnamedColumn(rows)
  const hasHeader = choices.header ?? (unnamed !== undefined || guessHeader(hash ? [hash, ...rows] : rows))
  return {
    dialect: { ...toDialect(best, body), hasHeader },
    ...(hash && { hashFields: hash.length }),
    ...(unnamed && { unnamed }),
    score: best.score,
    hasSepLine: sep !== null,
    ...(runnerUp && { runnerUp }),
  }
}

function toDialect({ delimiter, quote }: Candidate, body: string): Omit<CsvDialect, 'hasHeader'> {
  const isBackslashed = quote !== '' && body.includes(`\\${quote}`) && !body.includes(quote + quote)
  return { delimiter, quote, escape: isBackslashed ? '\\' : quote }
}

/**
 * A line above the table that begins with `#` and is its header or its first row all the same: it has as many fields as the rows, and
 * the rows need a header that it can be, or its cells are like theirs.
 */
function hashRow(
  preamble: string,
  best: Candidate,
  rows: readonly (readonly string[])[],
): readonly string[] | undefined {
  const last = preamble.split(/\r\n|\n|\r/).findLast((line) => line.trim() !== '')
  if (last === undefined || rows.length === 0 || guessHeader(rows)) return undefined
  const [cells] = parseCsvSample(last, best, 1).rows
  const { width } = commonWidth(rows)
  if (width < 2 || cells.length !== width) return undefined
  const isHeader = guessHeader([cells, ...rows])
  const isLikeRows = cells.slice(1).every((cell, index) => cellShape(cell) === cellShape(rows[0][index + 1] ?? ''))
  return isHeader || isLikeRows ? cells : undefined
}

function candidates(
  delimiter: string | undefined,
  quote: string | undefined,
  body: string,
): [string, string, number][] {
  const delimiters = delimiter === undefined ? DELIMITER_PRIORS : [[delimiter, 1] as const]
  const quotes = quote === undefined ? likelyQuotes(body) : [quote]
  return delimiters.flatMap(([d, prior]) => quotes.map((q): [string, string, number] => [d, q, prior]))
}

/** Double quotes, unless the file has none and single quotes begin fields. */
function likelyQuotes(body: string): string[] {
  return !body.includes('"') && /(^|[,;\t|:\r\n])'[^'\r\n]*'($|[,;\t|:\r\n])/.test(body) ? ['"', "'"] : ['"']
}

function score(body: string, isCut: boolean, delimiter: string, quote: string): number {
  const { rows, malformedQuotes } = parseCsvSample(body, { delimiter, quote }, SAMPLE_ROWS, isCut)
  if (rows.length === 0) return 0
  const { width, share } = commonWidth(rows)
  const evenness = width === 1 ? ONE_COLUMN_SCORE : share * share * (1 - 0.5 / width)
  const tidiness = 1 / (1 + malformedQuotes / rows.length)
  return evenness * typedShare(rows) * tidiness
}

function commonWidth(rows: readonly (readonly string[])[]): { width: number; share: number } {
  const counts = new Map<number, number>()
  for (const row of rows) counts.set(row.length, (counts.get(row.length) ?? 0) + 1)
  const [width, count] = [...counts].reduce((best, entry) => (entry[1] > best[1] ? entry : best))
  return { width, share: count / rows.length }
}

const SHAPE_WEIGHT = { number: 1, boolean: 1, date: 1, missing: 0.9, word: 0.8, text: 0.4 } as const

function typedShare(rows: readonly (readonly string[])[]): number {
  let weight = 0
  let cells = 0
  for (const row of rows) {
    for (const cell of row) {
      weight += SHAPE_WEIGHT[cellShape(cell)]
      cells++
    }
    if (cells > CELLS_JUDGED) break
  }
  return weight / cells
}

/** Comment lines and blank lines before the first row say nothing about the dialect. */
function withoutPreamble(text: string): string {
  return text.replace(/^(?:[ \t]*(?:#[^\r\n]*)?(?:\r\n|\n|\r))+/, '')
}
