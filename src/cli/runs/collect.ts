import { EXIT } from '../../core/errors.ts'
import { collectGarbage, findGarbage } from '../../lab/runs/store/collectGarbage.ts'
import type { Garbage } from '../../lab/runs/store/collectGarbage.ts'
import { UNDO_DAYS } from '../../lab/runs/store/deleteRuns.ts'
import { isGiven } from '../command.ts'
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
    yes: { type: 'boolean', help: 'remove without asking' },
    ...WORKSPACE_OPTION,
  },
  notes: ['Asks first on a terminal; elsewhere nothing is removed without --yes.'],
  run: (input, terminal) =>
    withWorkspace(input, 'write', 'holdout runs', async (workspace) => {
      const days = integerOption(input, 'days', { least: 0, most: 100_000 })
      const options = { ...(days !== undefined && { days }) }
      const found = await findGarbage(workspace, options)
      const isAgreed =
        isGiven(input, 'yes') || (isWorthAsking(found) && (await terminal.ask?.(question(found))) === true)
      const garbage = isAgreed ? await collectGarbage(workspace, options) : found
      if (input.json) terminal.out(`${JSON.stringify({ ...garbage, isRemoved: isAgreed })}\n`)
      else terminal.out(isAgreed ? `Removed ${sizeText(garbage)}.\n` : leftText(found))
      return EXIT.done
    }),
}

function isWorthAsking({ runs, files }: Garbage): boolean {
  return runs.length + files > 0
}

function question(found: Garbage): string {
  return `Remove ${sizeText(found)}? They cannot be restored. [y/N] `
}

function leftText(found: Garbage): string {
  if (!isWorthAsking(found)) return 'There is nothing to remove.\n'
  return `Nothing was removed. With --yes: ${sizeText(found)}.\n`
}

function sizeText({ runs, files, bytes }: Garbage): string {
  return `${String(runs.length)} runs and ${String(files)} files (${(bytes / BYTES_PER_MB).toFixed(1)} MB)`
}
