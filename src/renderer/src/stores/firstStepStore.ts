import { defineStore } from 'pinia'
import { computed } from 'vue'
import { useSettingsStore } from './settingsStore.ts'

/** What somebody with data of their own does first, in order. */
export const FIRST_STEPS = ['csv', 'target', 'run', 'verdict'] as const
export type FirstStep = (typeof FIRST_STEPS)[number]

const VIEW = 'firstSteps'
const CLOSED = 'closed'

/** Which first steps were done, in any session; once closed, nobody is reminded of them again. */
export const useFirstStepStore = defineStore('firstSteps', () => {
  const settings = useSettingsStore()
  const marks = computed(() => settings.viewOf<string[]>(VIEW, []))
  const isOpen = computed(() => !marks.value.includes(CLOSED))

  function mark(what: string): void {
    if (!isOpen.value || marks.value.includes(what)) return
    // A workspace that can only be read remembers nothing.
    settings.change({ views: { [VIEW]: [...marks.value, what] } }).catch(() => undefined)
  }
  return {
    isOpen,
    isDone: (step: FirstStep) => marks.value.includes(step),
    did: (step: FirstStep) => mark(step),
    close: () => mark(CLOSED),
  }
})
