/** Seeds are those that numpy takes: whole numbers of 32 bits. */
export const LARGEST_SEED = 2 ** 32 - 1
