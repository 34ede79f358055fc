// Apart from the procedures: what the page imports must not bring the schema library with it.

/** Candidates that one view lays over each other. */
export const MOST_DIAGNOSED = 4
/** Rows of one page of diagnostic rows. */
export const MOST_DIAGNOSTIC_ROWS = 1000
/** Feature columns of one page. */
export const MOST_DIAGNOSTIC_COLUMNS = 500
