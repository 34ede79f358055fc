import type { CheckFinding } from '../../core/diagnostics/checks/check.ts'
import { checkCoded, CHECKS } from '../../core/diagnostics/checks/checkTable.ts'
import { HoldoutError } from '../../core/errors.ts'
import { loadRun } from '../runs/store/loadRun.ts'
import type { Workspace } from '../workspace/workspace.ts'

/** Marks the findings that were silenced for their run or for good. */
export function withSilenced(
  { database }: Workspace,
  runId: string,
  findings: readonly CheckFinding[],
): readonly CheckFinding[] {
  const rows = database.all<{ code: string; run: string | null }>(
    'SELECT code, run FROM silencedChecks WHERE run IS NULL OR run = ?',
    [runId],
  )
  return findings.map((finding) => {
    const found = rows.filter(({ code }) => code === finding.code)
    if (found.length === 0) return finding
    return { ...finding, silenced: found.some(({ run }) => run === null) ? 'always' : 'run' }
  })
}

/**
 * Silences a check for one run, or for good where no run is named; or lets it speak again.
 * @throws HoldoutError `usage/no-such-check`, `workspace/no-such-run`, `workspace/…` where only reading is possible
 */
export function silenceCheck(workspace: Workspace, code: string, runId: string | undefined, isSilenced: boolean): void {
  if (!checkCoded(code)) throw noSuchCheck(code)
  if (runId !== undefined) loadRun(workspace, runId)
  const run = runId ?? null
  workspace.database.transaction('silenced check', () => {
    workspace.database.run('DELETE FROM silencedChecks WHERE run IS ? AND code = ?', [run, code])
    if (isSilenced) workspace.database.run('INSERT INTO silencedChecks (run, code) VALUES (?, ?)', [run, code])
  })
}

function noSuchCheck(code: string): HoldoutError {
  return new HoldoutError('usage/no-such-check', `There is no check ${JSON.stringify(code)}.`, {
    hint: `Choose one of ${CHECKS[0].code} to ${CHECKS[CHECKS.length - 1].code}; docs/checks.md describes them.`,
  })
}
