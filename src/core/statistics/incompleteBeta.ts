/** Coefficients of Lanczos's series for g = 7, n = 9 (Godfrey 2001). */
const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
]
const SMALLEST = 1e-300
const PRECISION = 1e-16
const MOST_TERMS = 10_000

/** Natural logarithm of the gamma function, for `x` of at least one half; relative error about 1e-15. */
export function logGamma(x: number): number {
  const shifted = x - 1
  const series = LANCZOS.slice(1).reduce((sum, coefficient, i) => sum + coefficient / (shifted + i + 1), LANCZOS[0])
  const t = shifted + 7.5
  return 0.5 * Math.log(2 * Math.PI) + (shifted + 0.5) * Math.log(t) - t + Math.log(series)
}

/**
 * The regularized incomplete beta function Iₓ(a, b), for a and b of at least one half.
 *
 * Continued fraction by Lentz's method (Press et al., Numerical Recipes, 6.4).
 * @param complement 1 - x, given apart where x is so near 1 that the difference would lose digits.
 */
export function incompleteBeta(x: number, a: number, b: number, complement = 1 - x): number {
  if (x <= 0) return 0
  if (complement <= 0) return 1
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log(complement))
  // The fraction converges fast on this side of the mean only; the other side by symmetry.
  if (x < (a + 1) / (a + b + 2)) return (front * continuedFraction(x, a, b)) / a
  return 1 - (front * continuedFraction(complement, b, a)) / b
}

function continuedFraction(x: number, a: number, b: number): number {
  let c = 1
  let d = 1 / awayFromZero(1 - ((a + b) * x) / (a + 1))
  let value = d
  for (let m = 1; m <= MOST_TERMS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    let factor = 1
    for (const term of [even, odd]) {
      d = 1 / awayFromZero(1 + term * d)
      c = awayFromZero(1 + term / c)
      factor = c * d
      value *= factor
    }
    if (Math.abs(factor - 1) < PRECISION) break
  }
  return value
}

function awayFromZero(value: number): number {
  return Math.abs(value) < SMALLEST ? SMALLEST : value
}
