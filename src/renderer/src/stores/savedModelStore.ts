import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import type { SavedModel } from '../../../contract/models.ts'
import { useLab } from '../api/lab.ts'
import { useSystemStore } from './systemStore.ts'

/** Final models of the workspace, newest first. */
export const useSavedModelStore = defineStore('savedModels', () => {
  const system = useSystemStore()
  const all = shallowRef<readonly SavedModel[]>([])
  const isLoaded = shallowRef(false)
  const ids = computed(() => new Set(all.value.map(({ id }) => id)))

  async function load(): Promise<void> {
    try {
      all.value = await useLab().models.list()
      isLoaded.value = true
    } catch {
      // The lab is away: what is known stays.
    }
  }
  watch([() => system.connection === 'connected', () => system.changes.runs], () => void load(), { immediate: true })
  return { all, ids, isLoaded, load }
})
