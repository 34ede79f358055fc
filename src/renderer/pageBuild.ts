const plainColor = decodeURIComponent(new URL('src/charts/plainColor.ts', import.meta.url).pathname)

/** Leaves out of the source what nothing reads when the page is built: random keys of drawings, names for developer tools. */
export const unreadNames = {
  name: 'holdout:unread-names',
  apply: 'build' as const,
  enforce: 'post' as const,
  transform(code: string, path: string): string | undefined {
    if (path.includes('/@lucide/vue/')) return code.replace(/, key: "\w+"/g, '')
    // One that is drawn inside itself is found by its name.
    if (/\.vue(\?|$)/.test(path) && !code.includes('_resolveComponent('))
      return code.replace(/\b__name: ["']\w+["'],?/g, '')
    return undefined
  },
}

/** How the page is built, wherever it is: what stays out of the bundle. */
export const pageBuild = {
  resolve: { alias: { '@kurkle/color': plainColor } },
  define: {
    __VUE_OPTIONS_API__: 'false',
    __VUE_PROD_DEVTOOLS__: 'false',
    __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
  },
}
