// @vitest-environment happy-dom
import type { Chart } from 'chart.js'
import { expect, test } from 'vitest'
import { shallowRef } from 'vue'
import { useDragZoom, withStretch } from './useDragZoom.ts'

/** A chart from 40 to 140 pixels whose x axis runs from 0 to 1000. */
const chart = shallowRef({
  chartArea: { left: 40, right: 140, top: 10, bottom: 60 },
  scales: { x: { min: 0, max: 1000, getValueForPixel: (pixel: number) => (pixel - 40) * 10 } },
} as unknown as Chart)

function pointer(offsetX: number, pointerType = 'mouse'): PointerEvent {
  const target = { setPointerCapture: () => undefined }
  return { offsetX, offsetY: 30, button: 0, pointerId: 1, pointerType, target } as unknown as PointerEvent
}

function dragged(from: number, to: number, canZoom = true, pointerType = 'mouse') {
  const zoom = useDragZoom(chart, () => canZoom)
  zoom.begin(pointer(from, pointerType))
  zoom.move(pointer(to, pointerType))
  return zoom
}

test('a drag is shown while it lasts and becomes the stretch that is seen, in either direction', () => {
  for (const [from, to] of [
    [60, 90],
    [90, 60],
  ]) {
    const zoom = dragged(from, to)
    expect(zoom.band.value).toEqual({ left: 60, top: 10, width: 30, height: 50 })
    zoom.end()
    expect(zoom.band.value).toBeUndefined()
    expect(zoom.zoomed.value).toEqual({ from: 200, to: 500 })
    zoom.reset()
    expect(zoom.zoomed.value).toBeUndefined()
  }
})

test('a drag beyond the axis ends with it', () => {
  const zoom = dragged(100, 500)
  zoom.end()
  expect(zoom.zoomed.value).toEqual({ from: 600, to: 1000 })
})

test('clicks, drags from beside the axes, fingers and charts without zoom choose nothing', () => {
  for (const zoom of [dragged(60, 64), dragged(10, 90), dragged(60, 90, true, 'touch'), dragged(60, 90, false)]) {
    zoom.end()
    expect(zoom.zoomed.value).toBeUndefined()
  }
})

test('the options of a chart keep everything but the ends of x', () => {
  const options = { scales: { x: { min: 0, max: 9, display: false }, y: { max: 3 } }, animation: false } as const
  expect(withStretch(options, undefined)).toBe(options)
  expect(withStretch(options, { from: 2, to: 5 })).toEqual({
    scales: { x: { min: 2, max: 5, display: false }, y: { max: 3 } },
    animation: false,
  })
  expect(options.scales.x.min).toBe(0)
})
