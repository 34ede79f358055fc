/** p values corrected for their number (Holm 1979), in the order given: none below its own, none above 1. */
export function holmAdjusted(pValues: readonly number[]): number[] {
  const ascending = [...pValues.keys()].sort((a, b) => pValues[a] - pValues[b])
  const adjusted = pValues.map(() => 1)
  let largest = 0
  ascending.forEach((index, rank) => {
    largest = Math.max(largest, Math.min(1, pValues[index] * (pValues.length - rank)))
    adjusted[index] = largest
  })
  return adjusted
}

/** The chance that at least one of so many independent comparisons of equal models looks different at `level`. */
export function chanceOfFalseAlarm(comparisons: number, level = 0.05): number {
  return 1 - (1 - level) ** comparisons
}
