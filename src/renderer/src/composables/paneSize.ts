/** How large a pane may be, in pixels, and how large it is unless a person has said otherwise. */
export interface PaneBounds {
  readonly usual: number
  readonly least: number
  readonly most: number
}

const STEP = 16

/** A size within its bounds. */
export function boundedSize(size: number, { least, most }: PaneBounds): number {
  return Math.round(Math.min(most, Math.max(least, size)))
}

/**
 * What a key on the edge of a pane at the right or below makes of its size: arrows towards the middle make it larger.
 * `null` goes back to the usual size, `undefined` is no key of it.
 */
export function sizeAfterKey(key: string, size: number, bounds: PaneBounds): number | null | undefined {
  const sizes: Readonly<Record<string, number | null>> = {
    ArrowLeft: size + STEP,
    ArrowUp: size + STEP,
    ArrowRight: size - STEP,
    ArrowDown: size - STEP,
    Home: bounds.least,
    End: bounds.most,
    Enter: null,
  }
  if (!Object.hasOwn(sizes, key)) return undefined
  const next = sizes[key]
  return next === null ? null : boundedSize(next, bounds)
}
