import { EXIT } from '../../core/errors.ts'
import { findDamage } from '../../lab/workspace/findDamage.ts'
import type { Damage } from '../../lab/workspace/findDamage.ts'
import type { Command } from '../command.ts'
import { plainLines } from '../plainText.ts'
import { withWorkspace, WORKSPACE_OPTION } from '../workspace/workspaceOption.ts'

/** `holdout runs check`. */
export const runsCheck: Command = {
  name: 'runs check',
  parameters: '',
  summary: 'read every stored file and name what is damaged, and which runs depend on it',
  positionals: [0, 0],
  options: WORKSPACE_OPTION,
  notes: [
    'Writes nothing, except that the workspace of an older version is brought to this one first.',
    'Exit code 0 where all is whole, 3 where not.',
  ],
  run: (input, terminal) =>
    withWorkspace(input, 'read', 'holdout runs', async (workspace) => {
      const damages = await findDamage(workspace)
      terminal.out(input.json ? `${JSON.stringify({ damages })}\n` : plainLines(textOf(damages)))
      return damages.length === 0 ? EXIT.done : EXIT.data
    }),
}

function textOf(damages: readonly Damage[]): string {
  if (damages.length === 0) return 'Everything is whole.\n'
  return damages.map(damageText).join('')
}

function damageText({ path, runs, message, hint }: Damage): string {
  const dependents = runs.length === 0 ? '' : `  Runs that depend on it: ${runs.join(', ')}\n`
  return `${message}\n  at ${path}\n${dependents}${hint === undefined ? '' : `  ${hint}\n`}`
}
