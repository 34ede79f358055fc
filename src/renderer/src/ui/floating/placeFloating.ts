export type Side = 'top' | 'right' | 'bottom' | 'left'
export type Align = 'start' | 'center' | 'end'

/** Where something is in the window, in pixels. */
export interface Box {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}
export interface Placement {
  readonly left: number
  readonly top: number
  /** Height that is free on that side. */
  readonly room: number
}

/** What floats keeps this far from the edges of the window. */
const PADDING = 8
const OPPOSITE = { top: 'bottom', bottom: 'top', left: 'right', right: 'left' } as const

/**
 * Where something that floats goes: beside its trigger on the side asked for, on the other side where there is more room, and
 * always inside the window.
 */
export function placeFloating(
  trigger: Box,
  size: Pick<Box, 'width' | 'height'>,
  view: Pick<Box, 'width' | 'height'>,
  { side, align, offset }: { readonly side: Side; readonly align: Align; readonly offset: number },
): Placement {
  const free = {
    top: trigger.top - offset - PADDING,
    bottom: view.height - trigger.top - trigger.height - offset - PADDING,
    left: trigger.left - offset - PADDING,
    right: view.width - trigger.left - trigger.width - offset - PADDING,
  }
  const isUpright = side === 'top' || side === 'bottom'
  const needed = isUpright ? size.height : size.width
  const own = free[side] >= needed || free[side] >= free[OPPOSITE[side]] ? side : OPPOSITE[side]
  const room = isUpright ? free[own] : view.height - 2 * PADDING
  const height = Math.min(size.height, room)
  const beside = {
    top: trigger.top - offset - height,
    bottom: trigger.top + trigger.height + offset,
    left: trigger.left - offset - size.width,
    right: trigger.left + trigger.width + offset,
  }[own]
  const left = isUpright ? aligned(trigger.left, trigger.width, size.width, align) : beside
  const top = isUpright ? beside : aligned(trigger.top, trigger.height, height, align)
  return { left: within(left, size.width, view.width), top: within(top, height, view.height), room }
}

function aligned(start: number, length: number, own: number, align: Align): number {
  if (align === 'start') return start
  return align === 'end' ? start + length - own : start + (length - own) / 2
}
function within(start: number, length: number, view: number): number {
  return Math.round(Math.max(PADDING, Math.min(start, view - PADDING - length)))
}
