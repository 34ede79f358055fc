import { EXIT } from '../../core/errors.ts'
import { collectGarbage } from '../../lab/runs/store/collectGarbage.ts'
import { UNDO_DAYS } from '../../lab/runs/store/deleteRuns.ts'
import type { Command } from '../command.ts'
import { integerOption } from '../integerOption.ts'
import { withWorkspace, WORKSPACE_OPTION } from '../workspace/workspaceOption.ts'

const BYTES_PER_MB = 1e6

/** `holdout runs gc`. */
export const runsGc: Command = {
  name: 'runs gc',
  parameters: '',
  summary: `remove runs deleted more than ${String(UNDO_DAYS)} days ago, and files nothing refers to`,
  positionals: [0, 0],
  options: {
    days: {
      type: 'string',
      value: 'N',
      help: 'keep runs deleted less than so many days ago; 0 removes all deleted ones',
    },
    ...WORKSPACE_OPTION,
  },
  run: (input, terminal) =>
    withWorkspace(input, 'write', 'holdout runs', async (workspace) => {
      const days = integerOption(input, 'days', { least: 0, most: 100_000 })
      const garbage = await collectGarbage(workspace, { ...(days !== undefined && { days }) })
      const { runs, files, bytes } = garbage
      if (input.json) terminal.out(`${JSON.stringify(garbage)}\n`)
      else
        terminal.out(
          `Removed ${String(runs.length)} runs and ${String(files)} files (${(bytes / BYTES_PER_MB).toFixed(1)} MB).\n`,
        )
      return EXIT.done
    }),
}
