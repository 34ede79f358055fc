/** The least and the largest of `values`, NaN left out; `[Infinity, -Infinity]` where there is none. */
export function extent(values: ArrayLike<number>): readonly [number, number] {
  let [low, high] = [Infinity, -Infinity]
  for (let i = 0; i < values.length; i += 1) {
    if (values[i] < low) low = values[i]
    if (values[i] > high) high = values[i]
  }
  return [low, high]
}
