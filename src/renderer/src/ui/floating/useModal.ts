import { onScopeDispose, watch } from 'vue'
import type { Ref } from 'vue'
import { addLayer } from './layers.ts'

const FOCUSABLE = ':is(a[href], button, input, textarea, select, [tabindex="0"]):not(:disabled):not([tabindex="-1"])'
let openCount = 0

/**
 * Makes a box all there is while it is open: the page behind it cannot be reached, Tab goes round in it, Escape and a press beside
 * it close it, and the keyboard goes back to where it was.
 */
export function useModal(
  isOpen: Readonly<Ref<boolean>>,
  box: Readonly<Ref<HTMLElement | null>>,
  { close, focusFirst }: { readonly close: () => void; readonly focusFirst: (box: HTMLElement) => void },
): void {
  let end: (() => void) | undefined

  function begin(element: HTMLElement): void {
    const before = document.activeElement
    const forget = addLayer({ elements: () => [element], closesOutside: true, close })
    setBehind(1)
    element.addEventListener('keydown', goRound)
    focusFirst(element)
    end = () => {
      forget()
      setBehind(-1)
      end = undefined
      const lost = document.activeElement === null || document.activeElement === document.body
      if (lost && before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true })
    }
  }
  watch(
    [isOpen, box],
    ([open, element]) => {
      if (!open || !element) end?.()
      else if (!end) begin(element)
    },
    { flush: 'post', immediate: true },
  )
  onScopeDispose(() => end?.())
}

function setBehind(change: 1 | -1): void {
  openCount += change
  const page = document.getElementById('app')
  if (page) page.inert = openCount > 0
}

function goRound(event: KeyboardEvent): void {
  if (event.key !== 'Tab' || !(event.currentTarget instanceof HTMLElement)) return
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>(FOCUSABLE)].filter((one) => one.checkVisibility())
  const [first, last] = event.shiftKey ? [all.at(-1), all.at(0)] : [all.at(0), all.at(-1)]
  const isAtEnd = document.activeElement === last || document.activeElement === event.currentTarget
  if (!first || (!isAtEnd && event.currentTarget.contains(document.activeElement))) return
  if (document.activeElement === event.currentTarget && !event.shiftKey) return
  event.preventDefault()
  first.focus()
}
