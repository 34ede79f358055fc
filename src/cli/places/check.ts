import { EXIT } from '../../core/errors.ts'
import { checkPlace } from '../../lab/places/checkPlace.ts'
import { PlacesFile } from '../../lab/places/placesFile.ts'
import type { Command } from '../command.ts'
import { plainLines } from '../plainText.ts'
import { withWorkspace, WORKSPACE_OPTION } from '../workspace/workspaceOption.ts'

/** `holdout places check`. */
export const placesCheck: Command = {
  name: 'places check',
  parameters: 'NAME',
  summary: 'look whether a place can train runs, and what is missing',
  positionals: [1, 1],
  options: WORKSPACE_OPTION,
  run: (input, terminal) =>
    withWorkspace(input, 'read', 'holdout places', async ({ paths }) => {
      const facts = await checkPlace(await new PlacesFile(paths.folder).find(input.positionals[0]))
      const lines = facts.flatMap(({ what, isFine, found, hint }) => [
        `${isFine ? 'ok     ' : 'missing'}  ${what.padEnd(10)}  ${found}\n`,
        ...(hint === undefined ? [] : [`                     ${hint}\n`]),
      ])
      terminal.out(input.json ? `${JSON.stringify(facts)}\n` : plainLines(lines.join('')))
      return facts.every(({ isFine }) => isFine) ? EXIT.done : EXIT.training
    }),
}
