/** The metric that a curve is of: `valAccuracy` is the held-out accuracy. */
export function metricOfCurve(curve: string): string {
  return /^val[A-Z]/.test(curve) ? curve.charAt(3).toLowerCase() + curve.slice(4) : curve
}
