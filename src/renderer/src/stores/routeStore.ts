import { defineStore } from 'pinia'
import { ref } from 'vue'

/** The places of the app; `start` is where every empty room leads. */
export const ROOMS = ['data', 'model', 'run', 'history', 'report'] as const
export type Room = (typeof ROOMS)[number]
export type Place = Room | 'start'

/** Where the page is: `#/run/ID`. */
export const useRouteStore = defineStore('route', () => {
  const place = ref<Place>('start')
  /** What the place shows, e.g. the id of a run. */
  const id = ref<string>()

  function read(): void {
    const [, name, argument] = location.hash.split('/')
    const isRoom = (ROOMS as readonly string[]).includes(name)
    place.value = isRoom ? (name as Room) : 'start'
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
  return { place, id, go }
})
