import { EXIT, HoldoutError } from '../../core/errors.ts'
import { candidatesOfRun } from '../../lab/runs/store/candidateRef.ts'
import { compareCandidates } from '../../lab/runs/history/compareCandidates.ts'
import { findRun } from '../../lab/runs/store/findRun.ts'
import type { Workspace } from '../../lab/workspace/workspace.ts'
import { textOption } from '../command.ts'
import type { Command } from '../command.ts'
import { withWorkspace, WORKSPACE_OPTION } from '../workspace/workspaceOption.ts'
import { comparisonText } from './comparisonText.ts'

/** Candidates that fit side by side. */
const MOST = 50

/** `holdout runs compare`. */
export const runsCompare: Command = {
  name: 'runs compare',
  parameters: 'RUN…',
  summary: 'put candidates of one or more runs side by side: only what differs, and verdicts',
  positionals: [1, 100],
  options: {
    metric: { type: 'string', value: 'NAME', help: 'what the verdicts are about; the score that ranks unless given' },
    ...WORKSPACE_OPTION,
  },
  notes: ['RUN/N is one candidate, counted from 1; RUN alone means all of its candidates.'],
  run: (input, terminal) =>
    withWorkspace(input, 'read', 'holdout runs', async (workspace) => {
      const ids = input.positionals.flatMap((request) => candidatesOf(workspace, request))
      requireFew(ids.length)
      const table = await compareCandidates(workspace, [...new Set(ids)], textOption(input, 'metric'))
      terminal.out(input.json ? `${JSON.stringify(table)}\n` : comparisonText(table))
      return EXIT.done
    }),
}

/** People count from 1. */
function candidatesOf(workspace: Workspace, request: string): readonly string[] {
  const [, run, number] = /^(.*)\/(\d+)$/.exec(request) ?? [undefined, request]
  const runId = findRun(workspace, run)
  return number === undefined ? candidatesOfRun(workspace, runId) : [`${runId}/${String(Number(number) - 1)}`]
}

function requireFew(count: number): void {
  if (count <= MOST) return
  throw new HoldoutError('usage/too-many', `expected at most ${String(MOST)} candidates, received ${String(count)}`, {
    hint: 'Name candidates by RUN/N.',
  })
}
