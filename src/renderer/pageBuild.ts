const plainColor = decodeURIComponent(new URL('src/charts/plainColor.ts', import.meta.url).pathname)

/** How the page is built, wherever it is: what stays out of the bundle. */
export const pageBuild = {
  resolve: { alias: { '@kurkle/color': plainColor } },
  define: {
    __VUE_OPTIONS_API__: 'false',
    __VUE_PROD_DEVTOOLS__: 'false',
    __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
  },
}
