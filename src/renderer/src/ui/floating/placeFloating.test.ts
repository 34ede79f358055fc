import { expect, test } from 'vitest'
import { placeFloating } from './placeFloating.ts'

const view = { width: 1000, height: 600 }
const button = { left: 100, top: 100, width: 80, height: 24 }
const below = { side: 'bottom', align: 'start', offset: 4 } as const

test('a menu opens below its button, aligned as asked', () => {
  const size = { width: 200, height: 300 }
  expect(placeFloating(button, size, view, below)).toEqual({ left: 100, top: 128, room: 464 })
  expect(placeFloating({ ...button, left: 500 }, size, view, { ...below, align: 'end' }).left).toBe(380)
  expect(placeFloating({ ...button, left: 500 }, size, view, { ...below, align: 'center' }).left).toBe(440)
})

test('where there is no room below it opens above, cut to what is free', () => {
  const low = { ...button, top: 500 }
  expect(placeFloating(low, { width: 200, height: 300 }, view, below)).toEqual({ left: 100, top: 196, room: 488 })
  expect(placeFloating(low, { width: 200, height: 900 }, view, below)).toEqual({ left: 100, top: 8, room: 488 })
})

test('nothing reaches beyond the window', () => {
  const atEdge = { ...button, left: 950 }
  expect(placeFloating(atEdge, { width: 200, height: 50 }, view, below).left).toBe(792)
  const beside = placeFloating(button, { width: 200, height: 50 }, view, { side: 'left', align: 'center', offset: 6 })
  expect(beside).toMatchObject({ left: 186, top: 87 })
})
