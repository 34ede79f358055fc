import { onScopeDispose, ref, watch } from 'vue'
import type { Ref } from 'vue'

/** Width and height of an element's content, in pixels, as they change; 0 until it is drawn. */
export function useElementSize(element: Readonly<Ref<HTMLElement | null>>): {
  readonly width: Ref<number>
  readonly height: Ref<number>
} {
  const width = ref(0)
  const height = ref(0)
  const observer = new ResizeObserver(([entry]) => {
    width.value = entry.contentRect.width
    height.value = entry.contentRect.height
  })
  watch(
    element,
    (now) => {
      observer.disconnect()
      if (now) observer.observe(now)
    },
    { immediate: true, flush: 'post' },
  )
  onScopeDispose(() => observer.disconnect())
  return { width, height }
}
