/**
 * Stands for the colours that Chart.js mixes, which are a twentieth of all that it weighs: no chart here is animated, and what
 * is pointed at keeps its colour. A colour is what it was given as.
 */
export class Color {
  /** Colours that are not valid are not mixed. */
  readonly valid = false
  readonly #given: string

  constructor(given: string) {
    this.#given = given
  }
  saturate(): this {
    return this
  }
  darken(): this {
    return this
  }
  hexString(): string {
    return this.#given
  }
}
