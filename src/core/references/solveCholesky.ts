/**
 * Solves `A x = b` for a symmetric positive definite `A`, in place: afterwards `b` holds `x` and the lower half of `A` its
 * Cholesky factor.
 * @param a `[size, size]`, row by row; only the lower half is read.
 * @returns whether `A` is positive definite; `b` is of no use where it is not.
 */
export function solveCholesky(a: Float64Array, b: Float64Array, size: number): boolean {
  if (!factorize(a, size)) return false
  for (let i = 0; i < size; i++) {
    let sum = b[i]
    for (let k = 0; k < i; k++) sum -= a[i * size + k] * b[k]
    b[i] = sum / a[i * size + i]
  }
  for (let i = size - 1; i >= 0; i--) {
    const value = b[i] / a[i * size + i]
    b[i] = value
    for (let k = 0; k < i; k++) b[k] -= a[i * size + k] * value
  }
  return true
}

function factorize(a: Float64Array, size: number): boolean {
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * size + j]
      for (let k = 0; k < j; k++) sum -= a[i * size + k] * a[j * size + k]
      if (i !== j) a[i * size + j] = sum / a[j * size + j]
      else if (sum > 0) a[i * size + i] = Math.sqrt(sum)
      else return false
    }
  }
  return true
}
