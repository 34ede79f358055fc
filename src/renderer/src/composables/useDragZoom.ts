import type { Chart, ChartConfiguration } from 'chart.js'
import { computed, shallowRef } from 'vue'
import type { ShallowRef } from 'vue'

/** A part of the x axis, in its own unit. */
export interface Stretch {
  readonly from: number
  readonly to: number
}

/** A shorter drag was a click. In pixels. */
const SHORTEST_DRAG = 8

/** Lets a stretch of a chart's x axis be chosen by dragging over it, with mouse or write lock: fingers scroll. */
export function useDragZoom(chart: Readonly<ShallowRef<Chart | undefined>>, canZoom: () => boolean) {
  const zoomed = shallowRef<Stretch>()
  const drag = shallowRef<Stretch>()
  /** Where the drag is now, in pixels of the canvas. */
  const band = computed(() => {
    const area = chart.value?.chartArea
    if (!drag.value || !area) return undefined
    const [left, right] = inOrder(drag.value)
    return { left, top: area.top, width: right - left, height: area.bottom - area.top }
  })

  function begin(event: PointerEvent): void {
    const area = chart.value?.chartArea
    const { offsetX: x, offsetY: y, button, pointerType } = event
    if (!area || !canZoom() || button !== 0 || pointerType === 'touch') return
    if (x < area.left || x > area.right || y < area.top || y > area.bottom) return
    ;(event.target as HTMLElement).setPointerCapture(event.pointerId)
    drag.value = { from: x, to: x }
  }
  function move({ offsetX }: PointerEvent): void {
    const area = chart.value?.chartArea
    if (drag.value && area) drag.value = { ...drag.value, to: Math.min(area.right, Math.max(area.left, offsetX)) }
  }
  function end(): void {
    const scale = chart.value?.scales.x
    const dragged = drag.value
    drag.value = undefined
    if (!dragged || !scale) return
    const [left, right] = inOrder(dragged)
    if (right - left < SHORTEST_DRAG) return
    zoomed.value = { from: scale.getValueForPixel(left) ?? scale.min, to: scale.getValueForPixel(right) ?? scale.max }
  }
  const cancel = () => (drag.value = undefined)
  const reset = () => (zoomed.value = undefined)
  return { zoomed, band, begin, move, end, cancel, reset }
}

function inOrder({ from, to }: Stretch): readonly [number, number] {
  return from <= to ? [from, to] : [to, from]
}

/** The options of a chart that shows this stretch of its x axis alone. */
export function withStretch(
  options: ChartConfiguration['options'] = {},
  stretch: Stretch | undefined,
): NonNullable<ChartConfiguration['options']> {
  if (!stretch) return options
  const x = { ...options.scales?.x, min: stretch.from, max: stretch.to }
  return { ...options, scales: { ...options.scales, x } }
}
