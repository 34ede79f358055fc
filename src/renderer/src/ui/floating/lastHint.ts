/** When a hint was closed last, in milliseconds of the page's own clock. */
export const lastHint = { closedAt: -Infinity }
