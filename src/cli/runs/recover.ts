import { EXIT, HoldoutError } from '../../core/errors.ts'
import { offerRecovery, recoverWorkspace } from '../../lab/workspace/recoverWorkspace.ts'
import type { DatabaseState, Recovery, RecoveryOffer } from '../../lab/workspace/recoverWorkspace.ts'
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
    const offer = await offerRecovery(folder)
    if (isGiven(input, 'yes') && offer.database.kind !== 'sound') {
      const recovery = await recoverWorkspace(folder)
      terminal.out(input.json ? `${JSON.stringify(recovery)}\n` : recoveryText(recovery))
      return EXIT.done
    }
    terminal.out(input.json ? `${JSON.stringify(offer)}\n` : offerText(offer))
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

function offerText({ database, backups }: RecoveryOffer): string {
  const lines = backups.map(
    ({ madeAt, runs }) => `${madeAt}  ${runs === undefined ? 'damaged too' : `${String(runs)} runs`}\n`,
  )
  const list = backups.length === 0 ? 'There are no backups.\n' : `Backups, newest first:\n${lines.join('')}`
  if (database.kind === 'sound') return `The database is sound: there is nothing to recover.\n${list}`
  const plan =
    backups.length === 0
      ? ''
      : 'With --yes the newest sound backup is brought up to date with every run that can still be read, and takes the place of the database, which is set aside.\n'
  return `${stateLine(database)}\n${list}${plan}`
}

function stateLine(database: Exclude<DatabaseState, { kind: 'sound' }>): string {
  if (database.kind === 'missing') return 'The database is missing or empty.'
  const { pages } = database
  return pages === undefined
    ? 'The database is damaged.'
    : `The database is damaged: ${String(pages)} of its pages are not what was written.`
}

function recoveryText({ backup, damaged, salvaged, updated, older, lost }: Recovery): string {
  return [
    `Restored the backup of ${backup.madeAt} with ${String(backup.runs ?? 0)} runs.\n`,
    `Newer runs: ${String(salvaged.length)} recovered, ${String(lost.length)} lost${named(lost)}.\n`,
    `Runs of the backup: ${String(updated.length)} as they were last, ${String(older.length)} as in the backup${named(older)}.\n`,
    `The damaged database lies in ${damaged}.\n`,
  ].join('')
}

function named(runs: readonly string[]): string {
  return runs.length > 0 ? ` (${runs.join(', ')})` : ''
}
