/** What a column can be in an experiment. */
export const ROLES = ['feature', 'target', 'ignore', 'group', 'weight', 'id'] as const

/** What a column is in an experiment. */
export type Role = (typeof ROLES)[number]
