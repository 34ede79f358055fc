// @vitest-environment happy-dom
import { afterEach, expect, test } from 'vitest'
import { effectScope } from 'vue'
import type { EffectScope } from 'vue'
import { useListDrag } from './useListDrag.ts'

const HEIGHT = 20
const scopes: EffectScope[] = []
afterEach(() => {
  for (const scope of scopes.splice(0)) scope.stop()
})

/** A list of letters, each 20 pixels high, whose last stays last; tells the order in which they are shown. */
function letters(text: string) {
  const moves: [number, number][] = []
  const items = Array.from(text)
  const canMove = (from: number, to: number) => Math.max(from, to) < items.length - 1 && to >= 0
  const scope = effectScope()
  scopes.push(scope)
  const drag = scope.run(() => useListDrag(() => items, { canMove, move: (from, to) => void moves.push([from, to]) }))!
  const list = document.createElement('ol')
  list.setPointerCapture = () => undefined
  for (const [index, item] of items.entries()) {
    const child = document.createElement('li')
    child.innerHTML = `<span class="handle">${item}</span><b>${item}</b>`
    child.getBoundingClientRect = () => new DOMRect(0, index * HEIGHT, 100, HEIGHT)
    list.append(child)
  }
  const event = (clientY: number, target: Element | null = null) =>
    ({ currentTarget: list, target, clientY, button: 0, pointerId: 1 }) as unknown as PointerEvent
  const grab = (item: string, part = '.handle') =>
    drag.begin(event(0, list.children[items.indexOf(item)].querySelector(part)))
  return { drag, moves, grab, to: (y: number) => drag.over(event(y)), order: () => drag.shown.value.join('') }
}

test('an item is shown where it would be dropped, and moved there', () => {
  const { drag, moves, grab, to, order } = letters('abcd.')
  grab('a')
  to(2.6 * HEIGHT)
  expect(order()).toBe('bcad.')
  expect(drag.dragged.value).toBe('a')
  drag.drop()
  expect(moves).toEqual([[0, 2]])
  expect(drag.dragged.value).toBeUndefined()
})

test('it goes up as well, and no further than it may', () => {
  const { drag, moves, grab, to, order } = letters('abcd.')
  grab('d')
  to(-50)
  expect(order()).toBe('dabc.')
  to(500)
  expect(order()).toBe('abcd.')
  drag.drop()
  expect(moves).toEqual([])
})

test('what is not grabbed by its handle or may not move stays', () => {
  const { moves, grab, drag, to, order } = letters('ab.')
  grab('a', 'b')
  to(1.6 * HEIGHT)
  drag.drop()
  grab('.')
  to(0)
  expect(order()).toBe('ab.')
  drag.drop()
  expect(moves).toEqual([])
})

test('Escape calls it off, and is not heard by anything else', () => {
  const { moves, grab, drag, to, order } = letters('abc.')
  let heard = 0
  const hear = () => (heard += 1)
  document.addEventListener('keydown', hear)
  grab('a')
  to(1.6 * HEIGHT)
  document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }))
  expect(order()).toBe('abc.')
  drag.drop()
  expect(moves).toEqual([])
  expect(heard).toBe(0)
  document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }))
  expect(heard).toBe(1)
  document.removeEventListener('keydown', hear)
})
