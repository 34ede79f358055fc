/** Numbers that differ by less, relative to their size, differ by rounding alone: no step between them can be counted. */
const ROUNDING = 1e-12

/** Round numbers from `low` to `high`, about `wanted` of them: steps of 1, 2 or 5 times a power of ten. */
export function niceTicks(low: number, high: number, wanted: number): number[] {
  const span = high - low
  if (areAlike(low, high) || !Number.isFinite(span)) return [low]
  const rough = span / Math.max(1, wanted)
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = power * ([1, 2, 5].find((factor) => factor * power >= rough * (1 - 1e-9)) ?? 10)
  const ticks: number[] = []
  for (let index = Math.ceil(low / step - 1e-9); index * step <= high + step * 1e-9; index += 1)
    ticks.push(index * step + 0)
  return ticks
}

/** The smallest round range that holds `values`; a little around them where all are alike. */
export function niceRange(values: Iterable<number>, wanted: number): readonly [low: number, high: number] {
  let low = Infinity
  let high = -Infinity
  for (const value of values) {
    if (!Number.isFinite(value)) continue
    low = Math.min(low, value)
    high = Math.max(high, value)
  }
  if (low > high) return [0, 1]
  if (areAlike(low, high))
    return [low - Math.max(1e-9, Math.abs(low) * 0.05), high + Math.max(1e-9, Math.abs(high) * 0.05)]
  const ticks = niceTicks(low, high, wanted)
  const step = ticks.length > 1 ? ticks[1] - ticks[0] : high - low
  // A value a hair beyond a tick keeps the tick's place, but stays within the range.
  return [Math.min(low, Math.floor(low / step + 1e-9) * step), Math.max(high, Math.ceil(high / step - 1e-9) * step)]
}

function areAlike(low: number, high: number): boolean {
  return !(high - low > ROUNDING * Math.max(Math.abs(low), Math.abs(high)))
}

/** A tick's label: as many decimals as the step needs. */
export function tickLabel(value: number, ticks: readonly number[]): string {
  const step = ticks.length > 1 ? Math.abs(ticks[1] - ticks[0]) : Math.abs(value)
  const digits = step === 0 ? 0 : Math.min(8, Math.max(0, -Math.floor(Math.log10(step) + 1e-9)))
  const text = value.toFixed(digits)
  return Number(text) === 0 ? text.replace('-', '') : text.replace('-', '−')
}
