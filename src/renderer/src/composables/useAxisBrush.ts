import type { Chart } from 'chart.js'
import { computed, shallowRef } from 'vue'
import type { ShallowRef } from 'vue'
import { draggedTo, gripAt, unlessWhole } from '../charts/axisBrush.ts'
import type { Brush, BrushDrag, Brushes } from '../charts/axisBrush.ts'
import type { ParallelAxis } from '../charts/parallelAxes.ts'

/** The axes of a chart on which ranges can be chosen, from left to right, and the ranges on them. */
export interface Brushing {
  readonly axes: readonly ParallelAxis[]
  readonly brushes: Brushes
}

/** What becomes of the range of one axis: none is the whole axis. Not `isDone` while it still is being dragged. */
export interface BrushChange {
  readonly place: number
  readonly brush: Brush | undefined
  readonly isDone: boolean
}

/** How far from an axis, and from the end of a range, a press still means it. In pixels. */
const REACH = 10
/** A shorter drag was a click. In pixels. */
const SHORTEST_DRAG = 4

interface Held extends BrushDrag {
  readonly place: number
  readonly y: number
  readonly last?: Brush
}

/** Lets ranges be dragged along the axes of parallel coordinates, with mouse or write lock: fingers scroll. */
export function useAxisBrush(
  chart: Readonly<ShallowRef<Chart | undefined>>,
  brushing: () => Brushing | undefined,
  change: (change: BrushChange) => void,
) {
  const held = shallowRef<Held>()
  const near = shallowRef(false)
  /** Whether the pointer is where a drag would choose a range. */
  const isOnAxis = computed(() => near.value || held.value !== undefined)
  /** Whether the press that just ended was a drag: the click that follows means nothing. */
  let wasDrag = false

  function placeAt(x: number): number | undefined {
    const scale = chart.value?.scales.x
    const places = brushing()?.axes.map((_, place) => place)
    return scale && places?.find((place) => Math.abs(scale.getPixelForValue(place) - x) <= REACH)
  }
  /** A height of the canvas in the steps of an axis. */
  function stepAt(y: number, steps: number): number {
    return (chart.value?.scales.y?.getValueForPixel(y) ?? 0) * steps
  }
  function reachIn(steps: number): number {
    return Math.abs(stepAt(REACH, steps) - stepAt(0, steps))
  }

  function begin(event: PointerEvent): void {
    const { offsetX, offsetY: y, button, pointerType } = event
    wasDrag = false
    const place = placeAt(offsetX)
    const axis = brushing()?.axes[place ?? -1]
    if (place === undefined || !axis || button !== 0 || pointerType === 'touch') return
    ;(event.target as HTMLElement).setPointerCapture(event.pointerId)
    const brush = brushing()?.brushes.get(place)
    const start = stepAt(y, axis.steps)
    held.value = { place, y, start, brush, grip: gripAt(brush, start, reachIn(axis.steps)) }
  }
  function move({ offsetX, offsetY }: PointerEvent): void {
    const drag = held.value
    near.value = placeAt(offsetX) !== undefined
    const axis = brushing()?.axes[drag?.place ?? -1]
    if (!drag || !axis || (!wasDrag && Math.abs(offsetY - drag.y) < SHORTEST_DRAG)) return
    wasDrag = true
    const brush = draggedTo(drag, stepAt(offsetY, axis.steps), axis.steps)
    if (brush.from === drag.last?.from && brush.to === drag.last.to) return
    held.value = { ...drag, last: brush }
    change({ place: drag.place, brush, isDone: false })
  }
  function end(): void {
    const drag = held.value
    held.value = undefined
    const steps = brushing()?.axes[drag?.place ?? -1]?.steps
    if (drag?.last && steps !== undefined)
      change({ place: drag.place, brush: unlessWhole(drag.last, steps), isDone: true })
  }
  function cancel(): void {
    const drag = held.value
    held.value = undefined
    if (drag?.last) change({ place: drag.place, brush: drag.brush, isDone: true })
  }
  function leave(): void {
    near.value = false
  }
  /** Takes the range of the axis at the pointer away. */
  function clear({ offsetX }: MouseEvent): void {
    const place = placeAt(offsetX)
    if (place !== undefined && brushing()?.brushes.has(place)) change({ place, brush: undefined, isDone: true })
  }
  return {
    isOnAxis,
    begin,
    move,
    end,
    cancel,
    leave,
    clear,
    isDrag: () => wasDrag,
    isHeld: () => held.value !== undefined,
  }
}
