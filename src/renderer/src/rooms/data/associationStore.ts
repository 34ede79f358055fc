import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { Association, TargetAssociations } from '../../../../core/dataset/association.ts'
import { useLab } from '../../api/lab.ts'

/** How strongly the columns of a dataset go with its target. */
export const useAssociationStore = defineStore('associations', () => {
  const found = shallowRef<TargetAssociations | null>(null)
  let controller = new AbortController()
  let known = ''

  const byColumn = computed(
    () => new Map<string, Association>((found.value?.columns ?? []).map((one) => [one.column, one])),
  )
  /** From 0, nothing to do with each other, to 1; `null` where it is not known. */
  function strengthOf(column: string): number | null {
    const value = byColumn.value.get(column)?.value ?? null
    return value === null ? null : Math.abs(value)
  }
  /** How many columns go with the target more strongly, and how many there are that can be compared. */
  function rankOf(column: string): { readonly stronger: number; readonly of: number } | null {
    const own = strengthOf(column)
    if (own === null) return null
    const all = (found.value?.columns ?? []).flatMap(({ value }) => (value === null ? [] : [Math.abs(value)]))
    return { stronger: all.filter((value) => value > own).length, of: all.length }
  }

  /** Asks for those of a dataset and a target; without either there are none. What cannot be learned has none. */
  async function follow(datasetId: string | undefined, target: string | undefined): Promise<void> {
    const key = JSON.stringify([datasetId, target])
    if (key === known) return
    known = key
    controller.abort()
    controller = new AbortController()
    const { signal } = controller
    found.value = null
    if (datasetId === undefined || target === undefined) return
    // The pre-flight says what is wrong with a target that nothing can be learned from.
    const answer = await useLab()
      .datasets.associations({ datasetId, target }, { signal })
      .catch(() => null)
    if (!signal.aborted) found.value = answer
  }
  return { found, byColumn, strengthOf, rankOf, follow }
})
