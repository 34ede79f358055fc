import { HoldoutError, toErrorData } from '../../core/errors.ts'
import { markInterrupted } from '../../lab/runs/store/interruptedRuns.ts'
import { Workspace } from '../../lab/workspace/workspace.ts'
import { chooseWorkspace } from '../../lab/workspace/workspaceFolder.ts'
import { textOption } from '../command.ts'
import type { CommandInput, CommandOption } from '../command.ts'
import { plainText } from '../plainText.ts'
import type { Terminal } from '../terminal.ts'

/** The option that names the workspace, for every command that uses one. */
export const WORKSPACE_OPTION = {
  workspace: {
    type: 'string',
    value: 'DIR',
    help: 'the workspace; else HOLDOUT_WORKSPACE, else the one in your data folder; "none" keeps nothing',
  },
} as const satisfies Record<string, CommandOption>

/**
 * Opens the workspace that a command reads or changes.
 * @throws HoldoutError of the family `workspace`, or `usage/no-workspace`.
 */
export function openWorkspace(input: CommandInput, access: 'read' | 'write', program: string): Promise<Workspace> {
  const { folder } = chooseWorkspace(textOption(input, 'workspace'))
  if (folder === undefined)
    throw new HoldoutError('usage/no-workspace', 'there is no workspace: it was set to "none"', {
      hint: 'Name one by --workspace.',
    })
  return Workspace.open({ folder, access, program })
}

/** Does `work` with an open workspace, which is closed however that ends. */
export async function withWorkspace<T>(
  input: CommandInput,
  access: 'read' | 'write',
  program: string,
  work: (workspace: Workspace) => Promise<T> | T,
): Promise<T> {
  const workspace = await openWorkspace(input, access, program)
  try {
    return await work(workspace)
  } finally {
    await workspace.shutdown()
  }
}

/**
 * Opens the workspace that a run is kept in. One that the person has not named is no reason not to train: where it cannot
 * be written to, that is said, and nothing is kept.
 */
export async function openKeepingWorkspace(input: CommandInput, terminal: Terminal): Promise<Workspace | undefined> {
  const { folder, isNamed } = chooseWorkspace(textOption(input, 'workspace'))
  if (folder === undefined) return undefined
  try {
    const workspace = await Workspace.open({ folder, access: 'write', program: 'holdout run' })
    terminal.err(interruptedLine(markInterrupted(workspace)))
    return workspace
  } catch (error) {
    if (isNamed || !(error instanceof HoldoutError)) throw error
    terminal.err(`Note: this run will not be kept. ${plainText(toErrorData(error).message)}\n`)
    return undefined
  }
}

/** Offers what was interrupted, for stderr. */
function interruptedLine(runIds: readonly string[]): string {
  const newest = runIds.at(-1)
  if (newest === undefined) return ''
  const count = runIds.length === 1 ? 'A run was' : `${String(runIds.length)} runs were`
  return `Note: ${count} interrupted. Go on with: holdout run --resume ${newest}\n`
}
