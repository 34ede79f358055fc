/** How the bytes of a CSV file are to be understood. */
export interface CsvDialect {
  /** One ASCII character. */
  readonly delimiter: string
  /** The quote character; empty where nothing is quoted. */
  readonly quote: string
  /** What makes a quote inside a quoted field literal: the quote itself (doubled) or a backslash. */
  readonly escape: string
  readonly hasHeader: boolean
}

/** A guessed dialect with what spoke for it. */
export interface DialectGuess {
  readonly dialect: CsvDialect
  /** From 0 to 1: how evenly the rows fall into columns and how well the cells look like values. */
  readonly score: number
  readonly runnerUp?: { readonly delimiter: string; readonly quote: string; readonly score: number }
  /** Set where the first row of the table begins with `#` as a comment would: how many fields it has. */
  readonly hashFields?: number
  /**
   * The column that the header leaves out, where all rows have one field more than it has names: the first, which holds names of rows
   * (R's `write.table`), or the last, where rows end with a delimiter.
   */
  readonly unnamed?: 'first' | 'last'
  /** `sep=;` in the first line, as spreadsheets write it. */
  readonly hasSepLine: boolean
}

/** Delimiters that are tried, with how readily each is believed. */
export const DELIMITER_PRIORS: readonly (readonly [delimiter: string, prior: number])[] = [
  [',', 1],
  [';', 0.99],
  ['\t', 0.99],
  ['|', 0.98],
  [':', 0.5],
  [' ', 0.5],
]

/** The delimiter as people call it. */
export function delimiterName(delimiter: string): string {
  const names: ReadonlyMap<string, string> = new Map([
    [',', 'comma'],
    [';', 'semicolon'],
    ['\t', 'tab'],
    ['|', 'pipe'],
    [':', 'colon'],
    [' ', 'space'],
  ])
  return names.get(delimiter) ?? JSON.stringify(delimiter)
}
