/** The colours a chart draws with, read from the design tokens once per change of theme. Plain values: charts never touch the page. */
export interface ChartTheme {
  readonly text: string
  readonly textMuted: string
  readonly surface: string
  readonly grid: string
  readonly axis: string
  readonly neutral: string
  readonly ink: string
  readonly danger: string
  readonly warn: string
  /** `--series-1…6`, in order. */
  readonly series: readonly string[]
  /** Opacity of a band of one standard deviation. */
  readonly bandOpacity: number
  /** Opacity of a single fold's line. */
  readonly thinOpacity: number
  /** Seven steps from low to high. */
  readonly heat: readonly string[]
  /** Text on each step of `heat`. */
  readonly heatOn: readonly string[]
  readonly fontFamily: string
}

/** Reads a theme by token name, e.g. through `getComputedStyle(element).getPropertyValue`. */
export function readChartTheme(tokenOf: (name: string) => string): ChartTheme {
  const token = (name: string): string => tokenOf(name).trim()
  const steps = [0, 1, 2, 3, 4, 5, 6]
  return {
    text: token('--text'),
    textMuted: token('--text-muted'),
    surface: token('--surface'),
    grid: token('--data-grid'),
    axis: token('--data-axis'),
    neutral: token('--data-neutral'),
    ink: token('--data-ink'),
    danger: token('--danger'),
    warn: token('--warn'),
    series: ['blue', 'vermillion', 'green', 'purple', 'orange', 'sky'].map((hue) => token(`--data-${hue}`)),
    bandOpacity: Number(token('--data-band')) || 0.14,
    thinOpacity: Number(token('--data-thin')) || 0.42,
    heat: steps.map((step) => token(`--heat-${String(step)}`)),
    heatOn: steps.map((step) => token(`--heat-on-${String(step)}`)),
    fontFamily: token('--font-sans'),
  }
}

/** `color` (as `#rrggbb`) seen through at `opacity`. */
export function translucent(color: string, opacity: number): string {
  const alpha = Math.round(Math.min(1, Math.max(0, opacity)) * 255)
  return /^#[0-9a-f]{6}$/i.test(color) ? color + alpha.toString(16).padStart(2, '0') : color
}
