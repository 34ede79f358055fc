import { computed, ref } from 'vue'
import { useSettingsStore } from '../stores/settingsStore.ts'
import { boundedSize } from './paneSize.ts'
import type { PaneBounds } from './paneSize.ts'

/** The size of one pane, kept from one start to the next under its own name. */
export function usePaneSize(name: string, bounds: PaneBounds) {
  const settings = useSettingsStore()
  const key = `pane.${name}`
  /** While the edge is dragged nothing is kept yet. */
  const dragged = ref<number>()
  const kept = computed(() => settings.viewOf<number | null>(key, null))
  const size = computed(() => boundedSize(dragged.value ?? kept.value ?? bounds.usual, bounds))

  function drag(to: number): void {
    dragged.value = boundedSize(to, bounds)
  }
  /** Keeps a size; `null` goes back to the usual one. */
  function keep(to: number | null): void {
    dragged.value = to === null ? undefined : boundedSize(to, bounds)
    const done = () => (dragged.value = undefined)
    void settings.change({ views: { [key]: to === null ? null : boundedSize(to, bounds) } }).then(done, done)
  }
  /** For the layout: nothing while the size is the usual one. */
  const css = computed(() =>
    dragged.value === undefined && kept.value === null ? undefined : `min(${size.value}px, 60%)`,
  )
  return { size, css, bounds, drag, keep }
}

export type PaneSize = ReturnType<typeof usePaneSize>
