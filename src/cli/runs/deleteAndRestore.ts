import { EXIT } from '../../core/errors.ts'
import { deleteRuns, restoreRuns, UNDO_DAYS } from '../../lab/runs/store/deleteRuns.ts'
import { findRun } from '../../lab/runs/store/findRun.ts'
import type { Workspace } from '../../lab/workspace/workspace.ts'
import type { Command, CommandInput } from '../command.ts'
import type { Terminal } from '../terminal.ts'
import { withWorkspace, WORKSPACE_OPTION } from '../workspace/workspaceOption.ts'

/** `holdout runs delete`. */
export const runsDelete: Command = {
  name: 'runs delete',
  parameters: 'RUN…',
  summary: `delete runs; can be undone for ${String(UNDO_DAYS)} days`,
  positionals: [1, 1000],
  options: WORKSPACE_OPTION,
  run: (input, terminal) =>
    change(input, terminal, {
      change: (workspace, runIds) => {
        deleteRuns(workspace, runIds)
        return runIds.length
      },
      done: 'Deleted',
      hint: (runIds) => `Undo with: holdout runs restore ${runIds.join(' ')}`,
    }),
}

/** `holdout runs restore`. */
export const runsRestore: Command = {
  name: 'runs restore',
  parameters: 'RUN…',
  summary: 'bring deleted runs back',
  positionals: [1, 1000],
  options: WORKSPACE_OPTION,
  run: (input, terminal) => change(input, terminal, { change: restoreRuns, done: 'Restored', hint: () => '' }),
}

interface Change {
  readonly change: (workspace: Workspace, runIds: readonly string[]) => number
  readonly done: string
  readonly hint: (runIds: readonly string[]) => string
}

function change(input: CommandInput, terminal: Terminal, { change, done, hint }: Change): Promise<number> {
  return withWorkspace(input, 'write', 'holdout runs', (workspace) => {
    const runIds = [...new Set(input.positionals.map((request) => findRun(workspace, request)))]
    const count = change(workspace, runIds)
    if (input.json) terminal.out(`${JSON.stringify({ [done.toLowerCase()]: runIds })}\n`)
    else terminal.out(`${done}: ${String(count)} ${count === 1 ? 'run' : 'runs'}. ${hint(runIds)}`.trimEnd() + '\n')
    return EXIT.done
  })
}
