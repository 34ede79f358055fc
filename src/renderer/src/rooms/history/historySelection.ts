import { ref } from 'vue'
import { MOST_SERIES } from '../../charts/seriesStyle.ts'

/** A candidate that is selected: it keeps its look (slot) for as long as it is. */
export interface Selected {
  readonly id: string
  readonly slot: number
}

/** One selection for table, curves and comparison. */
export function historySelection() {
  const selected = ref<readonly Selected[]>([])

  function slotOf(id: string): number | undefined {
    return selected.value.find((one) => one.id === id)?.slot
  }
  /** Takes a candidate into the selection or out of it. False where it is full. */
  function toggle(id: string): boolean {
    if (slotOf(id) !== undefined) {
      selected.value = selected.value.filter((one) => one.id !== id)
      return true
    }
    const slot = Array.from({ length: MOST_SERIES }, (_, at) => at).find((at) =>
      selected.value.every((one) => one.slot !== at),
    )
    if (slot === undefined) return false
    selected.value = [...selected.value, { id, slot }]
    return true
  }
  /** Selects these alone. */
  function selectOnly(ids: readonly string[]): void {
    selected.value = ids.slice(0, MOST_SERIES).map((id, slot) => ({ id, slot }))
  }

  return { selected, slotOf, toggle, selectOnly }
}
