/** Rows of a text sample, and how often the quoting broke its own rules. */
export interface ParsedSample {
  readonly rows: readonly (readonly string[])[]
  readonly malformedQuotes: number
}

export interface SampleDialect {
  readonly delimiter: string
  readonly quote: string
  readonly escape?: string
}

/**
 * The first rows of a text, for guessing and for previews only: what is imported is read by `CsvScanner`.
 * Blank lines are left out, cells are trimmed; a row that the text cuts off is not returned when `isCut`.
 */
export function parseCsvSample(text: string, dialect: SampleDialect, maxRows: number, isCut = false): ParsedSample {
  const parser = new SampleParser(text, dialect)
  const rows: string[][] = []
  while (rows.length < maxRows && !parser.isAtEnd) {
    const row = parser.nextRow()
    if (parser.isAtEnd && isCut && !parser.endedByNewline) break
    if (row.length > 1 || row[0] !== '') rows.push(row)
  }
  return { rows, malformedQuotes: parser.malformedQuotes }
}

class SampleParser {
  malformedQuotes = 0
  endedByNewline = false
  readonly #text: string
  readonly #delimiter: string
  readonly #quote: string
  readonly #escape: string
  #at = 0

  constructor(text: string, dialect: SampleDialect) {
    this.#text = text
    this.#delimiter = dialect.delimiter
    this.#quote = dialect.quote
    this.#escape = dialect.escape ?? dialect.quote
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#text.length
  }

  nextRow(): string[] {
    const row: string[] = []
    do row.push(this.#nextField().trim())
    while (this.#takeDelimiter())
    this.#takeNewline()
    return row
  }

  #nextField(): string {
    let start = this.#at
    while (this.#text[start] === ' ') start++
    if (this.#quote !== '' && this.#text[start] === this.#quote) {
      this.#at = start + 1
      return this.#quotedField() + this.#rest()
    }
    return this.#rest()
  }

  #rest(): string {
    const start = this.#at
    while (this.#at < this.#text.length && !this.#isFieldEnd()) this.#at++
    const rest = this.#text.slice(start, this.#at)
    if (this.#quote !== '' && rest.includes(this.#quote)) this.malformedQuotes++
    return rest
  }

  #quotedField(): string {
    let value = ''
    while (this.#at < this.#text.length) {
      const char = this.#text.charAt(this.#at)
      const next = this.#text.charAt(this.#at + 1)
      if (char === this.#escape && next === this.#quote) {
        value += next
        this.#at += 2
      } else if (char === this.#quote) {
        this.#at++
        const after = this.#text.charAt(this.#at)
        if (after !== '' && after !== ' ' && !this.#isFieldEnd()) this.malformedQuotes++
        return value
      } else {
        value += char
        this.#at++
      }
    }
    this.malformedQuotes++
    return value
  }

  #isFieldEnd(): boolean {
    const char = this.#text[this.#at]
    return char === this.#delimiter || char === '\n' || char === '\r'
  }

  #takeDelimiter(): boolean {
    if (this.#text[this.#at] !== this.#delimiter) return false
    this.#at++
    return true
  }

  #takeNewline(): void {
    const char = this.#text[this.#at]
    this.endedByNewline = char === '\n' || char === '\r'
    if (!this.endedByNewline) return
    this.#at += char === '\r' && this.#text[this.#at + 1] === '\n' ? 2 : 1
  }
}
