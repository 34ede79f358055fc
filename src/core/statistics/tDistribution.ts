import { incompleteBeta } from './incompleteBeta.ts'

/** P(T > t) of Student's t with `df` degrees of freedom; exact far out in the tail. */
export function tSurvival(t: number, df: number): number {
  if (Number.isNaN(t)) return NaN
  const tail = 0.5 * upperTailBeta(Math.abs(t), df)
  return t >= 0 ? tail : 1 - tail
}

/** P(T ≤ t) of Student's t with `df` degrees of freedom. */
export function tCumulative(t: number, df: number): number {
  return tSurvival(-t, df)
}

/** The `t` with P(T ≤ t) = `probability`. */
export function tQuantile(probability: number, df: number): number {
  if (probability === 0.5) return 0
  if (probability < 0.5) return -upperQuantile(probability, df)
  return upperQuantile(1 - probability, df)
}

function upperTailBeta(t: number, df: number): number {
  if (t === Infinity) return 0
  const square = t * t
  return incompleteBeta(df / (df + square), df / 2, 0.5, square / (df + square))
}

/** The positive `t` with P(T > t) = `tail`, by halving until neighbours meet. */
function upperQuantile(tail: number, df: number): number {
  if (tail <= 0) return Infinity
  let low = 0
  let high = 1
  while (tSurvival(high, df) > tail) {
    low = high
    high *= 2
  }
  for (;;) {
    const middle = (low + high) / 2
    if (middle <= low || middle >= high) return middle
    if (tSurvival(middle, df) > tail) low = middle
    else high = middle
  }
}
