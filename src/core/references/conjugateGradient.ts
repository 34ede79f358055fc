/**
 * Solves `A x = b` for a symmetric positive semidefinite `A` that is known by its product with a vector (conjugate
 * gradients, begun at zero).
 * @param multiply writes `A v` into `out`.
 * @param tolerance norm of what remains, relative to `b`, at which to stop.
 */
export function conjugateGradient(
  multiply: (v: Float64Array, out: Float64Array) => void,
  b: Float64Array,
  tolerance: number,
): Float64Array {
  const x = new Float64Array(b.length)
  const residual = b.slice()
  const direction = b.slice()
  const product = new Float64Array(b.length)
  let squared = dot(residual, residual)
  const enough = squared * tolerance * tolerance
  for (let step = 0; step < MOST_STEPS && squared > enough; step++) {
    multiply(direction, product)
    const curvature = dot(direction, product)
    if (!(curvature > 0)) break
    const length = squared / curvature
    for (let i = 0; i < x.length; i++) {
      x[i] += length * direction[i]
      residual[i] -= length * product[i]
    }
    const next = dot(residual, residual)
    const ratio = next / squared
    for (let i = 0; i < x.length; i++) direction[i] = residual[i] + ratio * direction[i]
    squared = next
  }
  return x
}

const MOST_STEPS = 5000

/** Sum of products. */
export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i]
  return sum
}
