/** A place of the x axis that charts above each other look at together, and how far the keyboard can move it. */
export interface Crosshair {
  /** Absent while nobody looks. */
  readonly x?: number
  readonly min: number
  readonly max: number
  readonly step: number
  /** The place in words, for those who cannot see it. */
  readonly text: string
}

const FAR = 10

/** Where a key moves the crosshair: `null` takes it away, `undefined` is no key of it. */
export function crosshairAfter(key: string, { x, min, max, step }: Crosshair): number | null | undefined {
  const from = x ?? max
  const moves: Readonly<Record<string, number | null>> = {
    ArrowLeft: from - step,
    ArrowDown: from - step,
    ArrowRight: from + step,
    ArrowUp: from + step,
    PageDown: from - FAR * step,
    PageUp: from + FAR * step,
    Home: min,
    End: max,
    Escape: null,
  }
  if (!Object.hasOwn(moves, key)) return undefined
  const to = moves[key]
  return to === null ? null : Math.min(max, Math.max(min, to))
}
