import { markup } from '../markup.ts'
import type { Markup } from '../markup.ts'
import type { SeriesStyle } from './seriesStyle.ts'

const PATHS: Readonly<Record<SeriesStyle['marker'], string>> = {
  circle: 'M-3.25 0a3.25 3.25 0 1 0 6.5 0a3.25 3.25 0 1 0-6.5 0z',
  triangle: 'M0-4 3.8 3h-7.6z',
  square: 'M-3-3h6v6h-6z',
  diamond: 'M0-4.2 4.2 0 0 4.2-4.2 0z',
  cross: 'M-3-3 3 3M-3 3 3-3',
  plus: 'M-3.8 0h7.6M0-3.8v7.6',
}

/** The mark of a series with its middle at `x`, `y`. */
export function marker({ color, marker: shape }: SeriesStyle, x: number, y: number): Markup {
  const at = `translate(${x.toFixed(1)} ${y.toFixed(1)})`
  return markup`<path d="${PATHS[shape]}" transform="${at}" fill="#fff" stroke="${color}" stroke-width="1.5" />`
}

/** A short line with its mark, for legends and tables. */
export function seriesKey(style: SeriesStyle): Markup {
  const dash = style.dash === undefined ? null : markup` stroke-dasharray="${style.dash}"`
  return markup`<svg class="key" width="24" height="12" aria-hidden="true">
    <line x1="0" x2="24" y1="6" y2="6" stroke="${style.color}" stroke-width="2" ${dash} />
    ${marker(style, 12, 6)}
  </svg>`
}
