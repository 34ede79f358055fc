import { defineStore } from 'pinia'
import { shallowRef } from 'vue'

/** The score that leads in every room: the one that ranks, until a person chooses another. */
export const useLeadingMetricStore = defineStore('leadingMetric', () => {
  /** The newest choice first: runs of another task have none of its name, and keep what was chosen for them. */
  const chosen = shallowRef<readonly string[]>([])

  /** The newest choice among `names`, else what ranks. */
  function of(ranking: string, names: readonly string[]): string {
    return chosen.value.find((name) => names.includes(name)) ?? ranking
  }
  function choose(name: string): void {
    chosen.value = [name, ...chosen.value.filter((other) => other !== name)]
  }
  return { chosen, of, choose }
})
