/** The run of a candidate, from the candidate's id. */
export function runOf(rowId: string): string {
  return rowId.slice(0, rowId.lastIndexOf('/'))
}
