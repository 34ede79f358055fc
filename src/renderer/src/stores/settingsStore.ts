import { defineStore } from 'pinia'
import { computed, ref, watchEffect } from 'vue'
import { DEFAULT_SETTINGS } from '../../../contract/defaultSettings.ts'
import type { Settings } from '../../../contract/settings.ts'
import { useLab } from '../api/lab.ts'
import { setLanguage, systemLanguage } from '../i18n/i18n.ts'

/** Remembered by the browser so that the first paint has the right theme; the lab's answer beats it. */
const REMEMBERED = 'holdout.settings'

/** Theme, language, density and what views remember. */
export const useSettingsStore = defineStore('settings', () => {
  const settings = ref<Settings>(remembered())
  const darkQuery = matchMedia('(prefers-color-scheme: dark)')
  const prefersDark = ref(darkQuery.matches)
  darkQuery.addEventListener('change', () => (prefersDark.value = darkQuery.matches))

  /** `light` or `dark`: what `system` comes to is worked out. */
  const theme = computed(() => {
    if (settings.value.theme !== 'system') return settings.value.theme
    return prefersDark.value ? 'dark' : 'light'
  })
  const language = computed(() => (settings.value.language === 'system' ? systemLanguage() : settings.value.language))

  watchEffect(() => {
    document.documentElement.dataset.theme = theme.value
    document.documentElement.dataset.density = settings.value.density
  })
  watchEffect(() => {
    void setLanguage(language.value)
  })

  function take(next: Settings): void {
    settings.value = next
    localStorage.setItem(REMEMBERED, JSON.stringify(next))
  }
  async function load(): Promise<void> {
    take(await useLab().settings.get())
  }
  /** Changes settings here at once and in the lab. */
  async function change(changes: Partial<Settings>): Promise<void> {
    take({ ...settings.value, ...changes, views: { ...settings.value.views, ...changes.views } })
    take(await useLab().settings.set(changes))
  }
  /** What a view remembers, e.g. its columns. */
  function viewOf<T extends Settings['views'][string]>(key: string, fallback: T): T {
    return (settings.value.views[key] as T | undefined) ?? fallback
  }
  return { settings, theme, language, take, load, change, viewOf }
})

function remembered(): Settings {
  try {
    const text = localStorage.getItem(REMEMBERED)
    return text === null ? DEFAULT_SETTINGS : { ...DEFAULT_SETTINGS, ...(JSON.parse(text) as Partial<Settings>) }
  } catch {
    return DEFAULT_SETTINGS
  }
}
