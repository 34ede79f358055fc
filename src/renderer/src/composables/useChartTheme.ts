import { shallowRef } from 'vue'
import type { ShallowRef } from 'vue'
import { readChartTheme } from '../charts/chartTheme.ts'
import type { ChartTheme } from '../charts/chartTheme.ts'

/** The colours of charts, read anew whenever the theme of the page changes. */
export function useChartTheme(): Readonly<ShallowRef<ChartTheme>> {
  shared ??= followTheme()
  return shared
}

/** One for all charts, for as long as the page is open. */
let shared: ShallowRef<ChartTheme> | undefined

function followTheme(): ShallowRef<ChartTheme> {
  const theme = shallowRef(themeOfPage())
  const observer = new MutationObserver(() => {
    theme.value = themeOfPage()
  })
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme', 'lang'] })
  // Charts that were drawn before the page's own font had come are drawn again.
  void document.fonts?.ready.then(() => {
    theme.value = themeOfPage()
  })
  return theme
}

function themeOfPage(): ChartTheme {
  const style = getComputedStyle(document.documentElement)
  return readChartTheme((name) => style.getPropertyValue(name))
}
