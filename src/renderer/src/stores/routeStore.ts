import { defineStore } from 'pinia'
import { computed, ref } from 'vue'

/** The places of the app; `start` is where every empty room leads. */
export const ROOMS = ['data', 'model', 'run', 'history', 'report'] as const
export type Room = (typeof ROOMS)[number]
/** Places that no rail item leads to: a candidate's diagnosis and its predictions belong to the history. */
const INNER_PLACES = { diagnose: 'history', predict: 'history' } as const satisfies Record<string, Room>
type InnerPlace = keyof typeof INNER_PLACES
export type Place = Room | InnerPlace | 'start'

/** Where the page is: `#/run/ID`. */
export const useRouteStore = defineStore('route', () => {
  const place = ref<Place>('start')
  /** What the place shows, e.g. the id of a run. */
  const id = ref<string>()
  /** The room that the place belongs to. */
  const room = computed(() => (place.value in INNER_PLACES ? INNER_PLACES[place.value as InnerPlace] : place.value))

  function read(): void {
    const [, name, argument] = location.hash.split('/')
    const isPlace = (ROOMS as readonly string[]).includes(name) || Object.hasOwn(INNER_PLACES, name)
    place.value = isPlace ? (name as Place) : 'start'
    id.value = argument === undefined || argument === '' ? undefined : decodeURIComponent(argument)
  }

  /** Goes to a place; the browser's back leads to where one was. */
  function go(to: Place, argument?: string): void {
    const hash = argument === undefined ? `#/${to}` : `#/${to}/${encodeURIComponent(argument)}`
    if (location.hash !== hash) location.hash = hash
    read()
  }

  window.addEventListener('hashchange', read)
  read()
  return { place, room, id, go }
})
