import { EXIT } from '../../core/errors.ts'
import { findRun } from '../../lab/runs/store/findRun.ts'
import { loadDocument } from '../../lab/runs/store/loadDocument.ts'
import { summarizedRun } from '../../lab/runs/history/listRuns.ts'
import { isGiven } from '../command.ts'
import type { Command } from '../command.ts'
import { withWorkspace, WORKSPACE_OPTION } from '../workspace/workspaceOption.ts'
import { runText } from './runText.ts'

/** `holdout runs show`. */
export const runsShow: Command = {
  name: 'runs show',
  parameters: 'RUN',
  summary: 'show a run: what it was, where, and how good',
  positionals: [1, 1],
  options: {
    histories: { type: 'boolean', help: 'with --json: with the history of every fit' },
    ...WORKSPACE_OPTION,
  },
  notes: ['RUN is an id, the beginning or end of one, or `latest`.'],
  run: (input, terminal) =>
    withWorkspace(input, 'read', 'holdout runs', async (workspace) => {
      const runId = findRun(workspace, input.positionals[0])
      const document = await loadDocument(workspace, runId, { histories: isGiven(input, 'histories') })
      if (input.json) terminal.out(`${JSON.stringify(document)}\n`)
      else terminal.out(runText(document, summarizedRun(workspace, runId)))
      return EXIT.done
    }),
}
