/**
 * In SQL: the place that a run without an end is trained at, whether or not somebody listens to it; NULL for any other run.
 * @param runs name of the table of runs in the statement
 */
export function openPlaceSql(runs: string): string {
  const isOpen = `${runs}.ended IS NULL AND ${runs}.status IN ('running', 'paused', 'interrupted')`
  return `CASE WHEN ${isOpen} THEN json_extract(${runs}.job, '$.place') END`
}
