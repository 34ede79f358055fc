const KEPT_LINES = 40
const KEPT_CHARACTERS = 8000

/** Keeps the last lines of a stream of text, so that a crash can be reported in the words of whoever crashed. */
export class LastLines {
  #text = ''

  add(chunk: string): void {
    this.#text = (this.#text + chunk).slice(-KEPT_CHARACTERS)
  }

  /** Up to forty lines, without empty ones. */
  get lines(): readonly string[] {
    return this.#text
      .split(/\r?\n/)
      .map((line) => line.trimEnd())
      .filter((line) => line !== '')
      .slice(-KEPT_LINES)
  }
}
