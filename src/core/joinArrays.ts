/** A typed array that can be made empty and filled. */
interface Fillable {
  set(values: ArrayLike<number>, at: number): void
}

/** Typed arrays, or lists of numbers, one after the other in a new array of the kind `Kind`. */
export function joinArrays<Joined extends Fillable>(
  Kind: new (length: number) => Joined,
  parts: readonly ArrayLike<number>[],
): Joined {
  const all = new Kind(parts.reduce((total, { length }) => total + length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}
