import { onScopeDispose, ref, watch } from 'vue'
import type { Ref } from 'vue'
import { addLayer } from './layers.ts'
import { placeFloating } from './placeFloating.ts'
import type { Align, Side } from './placeFloating.ts'

export interface FloatingOptions {
  readonly isOpen: Readonly<Ref<boolean | undefined>>
  readonly trigger: Readonly<Ref<HTMLElement | null>>
  readonly content: Readonly<Ref<HTMLElement | null>>
  readonly close: () => void
  readonly side?: () => Side
  readonly align?: () => Align
  readonly offset?: number
  /** What happens once it is placed, such as giving it the keyboard. */
  readonly onOpen?: () => void
}

/** Keeps something that floats beside its trigger while it is open; Escape and a press elsewhere close it. The style it takes. */
export function useFloating(options: FloatingOptions): Ref<Record<string, string>> {
  const { isOpen, trigger, content, close, side, align, offset = 4, onOpen } = options
  const style = ref<Record<string, string>>({})
  let stop: (() => void) | undefined

  function place(): void {
    if (!trigger.value || !content.value) return
    const box = trigger.value.getBoundingClientRect()
    const size = { width: content.value.offsetWidth, height: content.value.offsetHeight }
    const view = { width: window.innerWidth, height: window.innerHeight }
    const how = { side: side?.() ?? 'bottom', align: align?.() ?? 'start', offset }
    const { left, top, room } = placeFloating(box, size, view, how)
    style.value = { left: `${left}px`, top: `${top}px`, '--room': `${room}px`, '--trigger': `${box.width}px` }
  }
  function begin(): void {
    const elements = () => [trigger.value, content.value]
    const forget = addLayer({ elements, close, closesOutside: true })
    const observer = new ResizeObserver(place)
    if (content.value) observer.observe(content.value)
    window.addEventListener('resize', place)
    window.addEventListener('scroll', place, true)
    stop = () => {
      forget()
      observer.disconnect()
      window.removeEventListener('resize', place)
      window.removeEventListener('scroll', place, true)
      stop = undefined
    }
  }
  watch(
    [isOpen, content],
    ([open, element]) => {
      stop?.()
      if (open !== true || !element) return
      // The room that is free first: what is inside may scroll within it.
      place()
      begin()
      requestAnimationFrame(place)
      onOpen?.()
    },
    { flush: 'post', immediate: true },
  )
  onScopeDispose(() => stop?.())
  return style
}
