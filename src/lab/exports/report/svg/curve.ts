import { markup } from '../markup.ts'
import type { Markup } from '../markup.ts'
import { decimate } from './decimate.ts'
import type { Scales } from './frame.ts'

/** How a curve is drawn. */
export interface CurveStyle {
  readonly color: string
  readonly width: number
  readonly opacity?: number
  readonly dash?: string | undefined
}

/** Points that a curve is drawn with at most. */
const MOST_POINTS = 800

/** One value per epoch (from 1) as a line. */
export function curve(values: readonly number[], { x, y }: Scales, style: CurveStyle): Markup {
  const points = decimate(
    values.map((value, index) => [index + 1, value] as const),
    MOST_POINTS,
  )
  if (points.length === 0) return markup``
  const path = points.map(([epoch, value], index) => `${index === 0 ? 'M' : 'L'}${short(x(epoch))} ${short(y(value))}`)
  const dash = style.dash === undefined ? null : markup` stroke-dasharray="${style.dash}"`
  const opacity = style.opacity === undefined ? null : markup` stroke-opacity="${style.opacity}"`
  return markup`<path
    d="${path.join('')}"
    stroke="${style.color}"
    stroke-width="${style.width}"
    stroke-linejoin="round"
    ${opacity}${dash}
  />`
}

function short(value: number): string {
  return String(Number(value.toFixed(1)))
}
