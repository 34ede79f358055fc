/** Thrown where a file is not what is known of it: some row does not fit, or some cell is no value of its column as it was read before. */
export class NotPlainRows extends Error {
  constructor() {
    super('some row or cell has to be looked at more closely')
    this.name = 'NotPlainRows'
  }
}
