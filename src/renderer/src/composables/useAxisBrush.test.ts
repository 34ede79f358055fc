// @vitest-environment happy-dom
import type { Chart } from 'chart.js'
import { expect, test } from 'vitest'
import { shallowRef } from 'vue'
import type { Brushes } from '../charts/axisBrush.ts'
import { parallelAxes } from '../charts/parallelAxes.ts'
import { useAxisBrush } from './useAxisBrush.ts'
import type { BrushChange } from './useAxisBrush.ts'

/** Axes at 100 and 200 pixels, from 10 (top) down to 110. */
const chart = shallowRef({
  scales: {
    x: { getPixelForValue: (place: number) => 100 + 100 * place },
    y: { getValueForPixel: (pixel: number) => (110 - pixel) / 100 },
  },
} as unknown as Chart)
const AXES = parallelAxes([], [{ name: 'rate', values: [0, 1, 2, 3, 4] }], {
  metric: 'Accuracy',
  score: String,
  value: String,
  nameOf: String,
})

function pointer(offsetX: number, offsetY: number, pointerType = 'mouse'): PointerEvent {
  const target = { setPointerCapture: () => undefined }
  return { offsetX, offsetY, button: 0, pointerId: 1, pointerType, target } as unknown as PointerEvent
}

function dragging(from: readonly [number, number], to: readonly [number, number], brushes: Brushes = new Map()) {
  const changes: BrushChange[] = []
  const brush = useAxisBrush(chart, () => ({ axes: AXES, brushes }), (change) => changes.push(change)) // oxfmt-ignore
  brush.begin(pointer(...from))
  brush.move(pointer(...to))
  return { ...brush, changes }
}

test('a drag along an axis is reported while it lasts, and done when it ends', () => {
  const { changes, end, isDrag } = dragging([104, 90], [180, 50])
  expect(changes).toEqual([{ place: 0, brush: { from: 1, to: 2 }, isDone: false }])
  end()
  expect(changes.at(-1)).toEqual({ place: 0, brush: { from: 1, to: 2 }, isDone: true })
  expect(isDrag()).toBe(true)
})

test('presses, and drags from between the axes, choose nothing', () => {
  for (const { changes, end, isDrag } of [dragging([100, 50], [103, 52]), dragging([150, 20], [150, 90])]) {
    end()
    expect(changes).toEqual([])
    expect(isDrag()).toBe(false)
  }
})

test('fingers scroll', () => {
  const { changes, begin, move } = dragging([150, 0], [150, 0])
  begin(pointer(100, 20, 'touch'))
  move(pointer(100, 90, 'touch'))
  expect(changes).toEqual([])
})

test('the end of a range is dragged on, and over the whole axis the range is none', () => {
  const { changes, move, end } = dragging([100, 60], [100, 35], new Map([[0, { from: 0, to: 2 }]]))
  expect(changes).toEqual([{ place: 0, brush: { from: 0, to: 3 }, isDone: false }])
  move(pointer(100, 5))
  end()
  expect(changes.at(-1)).toEqual({ place: 0, brush: undefined, isDone: true })
})

test('a drag that is taken away leaves the range as it was', () => {
  const before = { from: 0, to: 2 }
  const { changes, cancel } = dragging([100, 60], [100, 35], new Map([[0, before]]))
  cancel()
  expect(changes.at(-1)).toEqual({ place: 0, brush: before, isDone: true })
})

test('a double click takes the range of its axis away', () => {
  const { changes, end, clear } = dragging([100, 60], [100, 60], new Map([[0, { from: 0, to: 2 }]]))
  end()
  clear(pointer(200, 60))
  expect(changes).toEqual([])
  clear(pointer(95, 60))
  expect(changes).toEqual([{ place: 0, brush: undefined, isDone: true }])
})

test('the pointer shows where a range can be dragged', () => {
  const { isOnAxis, move, leave } = dragging([150, 60], [150, 60])
  expect(isOnAxis.value).toBe(false)
  move(pointer(108, 60))
  expect(isOnAxis.value).toBe(true)
  leave()
  expect(isOnAxis.value).toBe(false)
})
