import type { Finding } from '../../../core/diagnostics/finding.ts'
import type { Workspace } from '../../workspace/workspace.ts'

/** Keeps the findings of a pre-flight with a run that began before they were known; of a deleted run, nothing. */
export function storeFindings({ database }: Workspace, runId: string, findings: readonly Finding[]): void {
  const sql = "UPDATE runs SET context = json_set(context, '$.findings', json(?)) WHERE id = ?"
  database.transaction('findings of a run', () => database.run(sql, [JSON.stringify(findings), runId]))
}
