import { EXIT, HoldoutError } from '../../core/errors.ts'
import type { Backup } from '../../lab/workspace/backups.ts'
import { offerRecovery, recoverWorkspace } from '../../lab/workspace/recoverWorkspace.ts'
import type { Recovery } from '../../lab/workspace/recoverWorkspace.ts'
import { chooseWorkspace } from '../../lab/workspace/workspaceFolder.ts'
import { isGiven, textOption } from '../command.ts'
import type { Command, CommandInput } from '../command.ts'
import { WORKSPACE_OPTION } from '../workspace/workspaceOption.ts'

/** `holdout runs recover`. */
export const runsRecover: Command = {
  name: 'runs recover',
  parameters: '',
  summary: 'say what can be recovered of a damaged workspace, and recover it with --yes',
  positionals: [0, 0],
  options: {
    yes: { type: 'boolean', help: 'do it; the damaged database is set aside and not removed' },
    ...WORKSPACE_OPTION,
  },
  run: async (input, terminal) => {
    const folder = folderOf(input)
    if (isGiven(input, 'yes')) {
      const recovery = await recoverWorkspace(folder)
      terminal.out(input.json ? `${JSON.stringify(recovery)}\n` : recoveryText(recovery))
      return EXIT.done
    }
    const offer = await offerRecovery(folder)
    terminal.out(input.json ? `${JSON.stringify(offer)}\n` : offerText(offer.backups))
    return EXIT.done
  },
}

function folderOf(input: CommandInput): string {
  const { folder } = chooseWorkspace(textOption(input, 'workspace'))
  if (folder === undefined)
    throw new HoldoutError('usage/no-workspace', 'there is no workspace: it was set to "none"', {
      hint: 'Name one by --workspace.',
    })
  return folder
}

function offerText(backups: readonly Backup[]): string {
  if (backups.length === 0) return 'There are no backups.\n'
  const lines = backups.map(
    ({ madeAt, runs }) => `${madeAt}  ${runs === undefined ? 'damaged too' : `${String(runs)} runs`}\n`,
  )
  return `Backups, newest first:\n${lines.join('')}With --yes the newest sound one takes the database's place; newer runs that can still be read are added.\n`
}

function recoveryText({ backup, damaged, salvaged, lost }: Recovery): string {
  return [
    `Restored the backup of ${backup.madeAt} with ${String(backup.runs ?? 0)} runs.\n`,
    `Newer runs: ${String(salvaged.length)} recovered, ${String(lost.length)} lost${lost.length > 0 ? ` (${lost.join(', ')})` : ''}.\n`,
    `The damaged database lies in ${damaged}.\n`,
  ].join('')
}
