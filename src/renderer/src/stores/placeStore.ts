import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { PlaceSummary } from '../../../contract/places.ts'
import { useLab } from '../api/lab.ts'
import { useSettingsStore } from './settingsStore.ts'

/** What is to be trained on a place, and how it is started once that was looked at. */
export interface PlaceRequest {
  readonly place: PlaceSummary
  readonly text: string
  readonly datasetId: string
  readonly start: (more: { readonly on: string; readonly sendData: boolean }) => Promise<void>
}

const VIEW = 'train-on'

/** Where runs can be trained besides this machine, and where the next one is. */
export const usePlaceStore = defineStore('places', () => {
  const settings = useSettingsStore()
  const places = shallowRef<readonly PlaceSummary[]>([])
  const asked = shallowRef<PlaceRequest>()
  /** Name of the place; empty: this machine. */
  const chosen = computed({
    get: () => current.value?.name ?? '',
    set: (name) => void settings.change({ views: { [VIEW]: name } }),
  })
  const current = computed(() => places.value.find(({ name }) => name === settings.viewOf(VIEW, '')))

  async function load(): Promise<void> {
    places.value = await useLab().places.list()
  }
  return { places, asked, chosen, current, load }
})
