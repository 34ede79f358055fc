import { createSharedComposable } from '@vueuse/core'
import { onScopeDispose, shallowRef } from 'vue'
import type { ShallowRef } from 'vue'
import { readChartTheme } from '../charts/chartTheme.ts'
import type { ChartTheme } from '../charts/chartTheme.ts'

/** The colours of charts, read anew whenever the theme of the page changes. */
export const useChartTheme = createSharedComposable((): Readonly<ShallowRef<ChartTheme>> => {
  const theme = shallowRef(themeOfPage())
  const observer = new MutationObserver(() => {
    theme.value = themeOfPage()
  })
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme', 'lang'] })
  onScopeDispose(() => observer.disconnect())
  return theme
})

function themeOfPage(): ChartTheme {
  const style = getComputedStyle(document.documentElement)
  return readChartTheme((name) => style.getPropertyValue(name))
}
