import { openPlaceSql } from './openPlaceSql.ts'

/**
 * Status of a run in SQL: `away` is an interrupted run of a place that has come to no end. It is not stored, since what a killed program
 * leaves behind is stored as running.
 * @param runs name of the table of runs in the statement
 */
export function statusSql(runs: string): string {
  const isAway = `${runs}.status = 'interrupted' AND ${openPlaceSql(runs)} IS NOT NULL`
  return `CASE WHEN ${isAway} THEN 'away' ELSE ${runs}.status END`
}
