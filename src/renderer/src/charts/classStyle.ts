import type { ChartTheme } from './chartTheme.ts'

/** How a class of the target looks wherever it is drawn. Filled and hollow in turns: colour is never the only sign. */
export interface ClassStyle {
  readonly color: string
  readonly isHollow: boolean
}

/** Of `--series-1…6`, in this order: neighbours differ most. The same order as `.c-class-1…6`. */
const SLOTS = [0, 4, 2, 1, 3, 5]

/** The look of the class in `place`, from 0: the most frequent first. */
export function classStyle(theme: ChartTheme, place: number): ClassStyle {
  const slot = SLOTS[place % SLOTS.length] ?? 0
  return { color: theme.series[slot] ?? theme.ink, isHollow: isHollow(place) }
}

/** Whether a class is outlined instead of filled. */
export function isHollow(place: number): boolean {
  return place % 2 === 1
}
