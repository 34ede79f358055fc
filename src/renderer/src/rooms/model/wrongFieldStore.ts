import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'

/** A field that holds what cannot be: its name and why. The experiment keeps what it had before. */
export interface WrongField {
  readonly label: string
  readonly reason: string
}

/** Fields of the page that hold what cannot be: nothing is run as long as there are any. */
export const useWrongFieldStore = defineStore('wrongFields', () => {
  const fields = shallowRef<ReadonlyMap<string, WrongField>>(new Map())
  const first = computed(() => fields.value.values().next().value)

  /** Tells that the field `id` is wrong, or, without `field`, that it is right or gone. */
  function set(id: string, field?: WrongField): void {
    if (!field && !fields.value.has(id)) return
    const next = new Map(fields.value)
    if (field) next.set(id, field)
    else next.delete(id)
    fields.value = next
  }
  return { first, set }
})
