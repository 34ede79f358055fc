import { computed, onScopeDispose, shallowRef } from 'vue'

interface ListDragOptions {
  /** Asked before an item is shown anywhere else. */
  readonly canMove: (from: number, to: number) => boolean
  /** The item was dropped. */
  readonly move: (from: number, to: number) => void
}

/** How near to the edge of what scrolls the pointer makes it scroll, and by how much. In pixels. */
const EDGE = 40
const SCROLL_STEP = 12

/**
 * Lets the items of a list be dragged by what has the class `handle` in them, with mouse, write lock or finger. Escape calls it off.
 *
 * The handlers belong to the list's element, whose children are the items in the order of `shown`.
 */
export function useListDrag<Item>(items: () => readonly Item[], { canMove, move }: ListDragOptions) {
  const drag = shallowRef<{ readonly from: number; readonly to: number }>()
  /** The items as they would be if the dragged one were dropped now. */
  const shown = computed(() => (drag.value ? moved(items(), drag.value.from, drag.value.to) : items()))
  const dragged = computed(() => drag.value && items()[drag.value.from])

  function begin(event: PointerEvent): void {
    const list = event.currentTarget as HTMLElement
    const handle = event.button === 0 && (event.target as Element).closest('.handle')
    const from = handle ? [...list.children].findIndex((child) => child.contains(handle)) : -1
    if (from < 0) return
    list.setPointerCapture(event.pointerId)
    drag.value = { from, to: from }
    window.addEventListener('keydown', onKey, { capture: true })
  }
  function over(event: PointerEvent): void {
    if (!drag.value) return
    const list = event.currentTarget as HTMLElement
    const { from, to } = drag.value
    const next = nearestAllowed(from, placeOf(list, to, event.clientY), canMove)
    if (next !== to) drag.value = { from, to: next }
    scrollAt(list, event.clientY)
  }
  function drop(): void {
    const dropped = drag.value
    cancel()
    if (dropped && dropped.from !== dropped.to) move(dropped.from, dropped.to)
  }
  function cancel(): void {
    drag.value = undefined
    window.removeEventListener('keydown', onKey, { capture: true })
  }
  function onKey(event: KeyboardEvent): void {
    if (event.key !== 'Escape') return
    event.stopPropagation()
    cancel()
  }
  onScopeDispose(cancel)
  return { shown, dragged, begin, over, drop, cancel }
}

function moved<Item>(items: readonly Item[], from: number, to: number): Item[] {
  const others = items.toSpliced(from, 1)
  return others.toSpliced(to, 0, items[from])
}

/** Behind all others whose middle is above the pointer. */
function placeOf(list: Element, current: number, y: number): number {
  const others = [...list.children].toSpliced(current, 1)
  return others.filter((child) => middleOf(child) < y).length
}

function middleOf(element: Element): number {
  const { top, height } = element.getBoundingClientRect()
  return top + height / 2
}

function nearestAllowed(from: number, chosen: number, canMove: ListDragOptions['canMove']): number {
  let to = chosen
  while (to !== from && !canMove(from, to)) to += Math.sign(from - to)
  return to
}

function scrollAt(list: Element, y: number): void {
  const pane = list.parentElement
  if (!pane) return
  const { top, bottom } = pane.getBoundingClientRect()
  if (y < top + EDGE) pane.scrollTop -= SCROLL_STEP
  else if (y > bottom - EDGE) pane.scrollTop += SCROLL_STEP
}
