import { fileURLToPath } from 'node:url'

/** Folder of the checkout. */
export const checkout = fileURLToPath(new URL('../../', import.meta.url))
