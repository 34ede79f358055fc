/** A range on an axis that is counted in steps from its bottom; both ends belong to it. */
export interface Brush {
  readonly from: number
  readonly to: number
}

/** The ranges on the axes of a chart, by the place of the axis. */
export type Brushes = ReadonlyMap<number, Brush>

/** What a drag holds: an end of a range, the whole of it, or nothing yet, which begins a new one. */
export type Grip = 'from' | 'to' | 'whole' | 'new'

/** A range under the pointer. Places are in steps and need not be whole. */
export interface BrushDrag {
  readonly grip: Grip
  /** The range before the drag. */
  readonly brush: Brush | undefined
  readonly start: number
}

const FAR = 10

/** What is held by a press at `at`, within `reach` of an end. */
export function gripAt(brush: Brush | undefined, at: number, reach: number): Grip {
  if (!brush) return 'new'
  if (at > brush.to - reach && at < brush.to + reach) return 'to'
  if (at > brush.from - reach && at < brush.from + reach) return 'from'
  return at > brush.from && at < brush.to ? 'whole' : 'new'
}

/** The range once the pointer has come to `at`. Between two steps that which lies nearest to the beginning is taken. */
export function draggedTo({ grip, brush, start }: BrushDrag, at: number, steps: number): Brush {
  if (!brush || grip === 'new') return rangeBetween(start, at, steps)
  if (grip === 'from') return rangeBetween(brush.to, at, steps)
  if (grip === 'to') return rangeBetween(brush.from, at, steps)
  const by = Math.min(steps - brush.to, Math.max(-brush.from, Math.round(at - start)))
  return { from: brush.from + by, to: brush.to + by }
}

function rangeBetween(one: number, other: number, steps: number): Brush {
  const from = Math.max(0, Math.ceil(Math.min(one, other)))
  const to = Math.min(steps, Math.floor(Math.max(one, other)))
  if (from <= to) return { from, to }
  const nearest = Math.min(steps, Math.max(0, Math.round(one)))
  return { from: nearest, to: nearest }
}

/** A range as it is kept: none where it is the whole axis. */
export function unlessWhole(brush: Brush, steps: number): Brush | undefined {
  return brush.from <= 0 && brush.to >= steps ? undefined : brush
}

/** What a key makes of a range whose lower or upper `end` has the focus; `undefined` where it is no key of it. */
export function brushAfter(
  key: string,
  end: 'from' | 'to',
  brush: Brush | undefined,
  steps: number,
): { readonly brush: Brush | undefined } | undefined {
  if (brush && ['Escape', 'Delete', 'Backspace'].includes(key)) return { brush: undefined }
  const { from, to } = brush ?? { from: 0, to: steps }
  const at = end === 'from' ? from : to
  const far = Math.max(1, Math.round(steps / FAR))
  const moves: Readonly<Record<string, number>> = {
    ArrowDown: at - 1,
    ArrowLeft: at - 1,
    ArrowUp: at + 1,
    ArrowRight: at + 1,
    PageDown: at - far,
    PageUp: at + far,
    Home: 0,
    End: steps,
  }
  if (!Object.hasOwn(moves, key)) return undefined
  const chosen = moves[key] ?? at
  const next =
    end === 'from'
      ? { from: Math.min(to, Math.max(0, chosen)), to }
      : { from, to: Math.max(from, Math.min(steps, chosen)) }
  return { brush: unlessWhole(next, steps) }
}
