/** How the page is built, wherever it is: what stays out of the bundle. */
export const pageBuild = {
  define: {
    __VUE_OPTIONS_API__: 'false',
    __VUE_PROD_DEVTOOLS__: 'false',
    __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
    __VUE_I18N_FULL_INSTALL__: 'false',
    __VUE_I18N_LEGACY_API__: 'false',
    __INTLIFY_PROD_DEVTOOLS__: 'false',
    // Messages are made into functions by `i18n/messageFunctions.ts`.
    __INTLIFY_DROP_MESSAGE_COMPILER__: 'true',
  },
}
