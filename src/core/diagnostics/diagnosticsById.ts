import type { Diagnostic } from './diagnostic.ts'
import { DIAGNOSTICS } from './diagnosticTable.ts'
import type { DiagnosticId, DiagnosticResults } from './diagnosticTable.ts'

type ById = { readonly [Id in DiagnosticId]: Diagnostic<Id, DiagnosticResults[Id]> }

/** Every diagnostic by its id. */
export const DIAGNOSTICS_BY_ID = Object.fromEntries(DIAGNOSTICS.map((row) => [row.id, row])) as unknown as ById

/** Ids in the order in which they are shown. */
export const DIAGNOSTIC_IDS: readonly DiagnosticId[] = DIAGNOSTICS.map(({ id }) => id)

/** What can be done with any diagnostic and its result. */
export type ResultVisitor<T> = <Id extends DiagnosticId>(
  row: Diagnostic<Id, DiagnosticResults[Id]>,
  result: DiagnosticResults[Id],
) => T

/** Visits every diagnostic that has a result, in the order in which they are shown. */
export function visitResults<T>(results: Partial<DiagnosticResults>, visit: ResultVisitor<T>): T[] {
  return DIAGNOSTIC_IDS.flatMap((id) => visitOne(id, results, visit))
}

function visitOne<Id extends DiagnosticId, T>(
  id: Id,
  results: { readonly [Key in Id]?: DiagnosticResults[Key] },
  visit: ResultVisitor<T>,
): T[] {
  const result = results[id]
  return result === undefined ? [] : [visit(DIAGNOSTICS_BY_ID[id], result)]
}
