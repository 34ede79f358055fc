import type { RandomSource } from './randomSource.ts'

/** Standard normal numbers, one at a call (Box and Muller 1958). */
export function normalsOf(random: RandomSource): () => number {
  let spare: number | undefined
  return () => {
    if (spare !== undefined) {
      const value = spare
      spare = undefined
      return value
    }
    // 1 - u lies in (0, 1]: the logarithm stays finite.
    const radius = Math.sqrt(-2 * Math.log(1 - random.nextDouble()))
    const angle = 2 * Math.PI * random.nextDouble()
    spare = radius * Math.sin(angle)
    return radius * Math.cos(angle)
  }
}
