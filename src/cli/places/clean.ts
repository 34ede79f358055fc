import { EXIT, HoldoutError } from '../../core/errors.ts'
import { cleanPlace } from '../../lab/places/checkPlace.ts'
import { PlacesFile } from '../../lab/places/placesFile.ts'
import { runAwayAt } from '../../lab/runs/store/runAwayAt.ts'
import type { Command } from '../command.ts'
import { isGiven } from '../command.ts'
import { withWorkspace, WORKSPACE_OPTION } from '../workspace/workspaceOption.ts'

/** `holdout places clean`. */
export const placesClean: Command = {
  name: 'places clean',
  parameters: 'NAME',
  summary: 'remove runs, tables and old copies of Holdout from a place',
  positionals: [1, 1],
  options: {
    force: { type: 'boolean', help: 'also while runs of this workspace are away' },
    ...WORKSPACE_OPTION,
  },
  run: (input, terminal) =>
    withWorkspace(input, 'read', 'holdout places', async (workspace) => {
      const place = await new PlacesFile(workspace.paths.folder).find(input.positionals[0])
      const away = isGiven(input, 'force') ? undefined : runAwayAt(workspace, place.name)
      if (away !== undefined)
        throw new HoldoutError('usage/run-away', `The run ${away} is away at ${place.name}, and would be lost.`, {
          hint: `Listen to it first ("holdout run --resume ${away}"), or add --force.`,
        })
      const folder = await cleanPlace(place)
      terminal.out(input.json ? `${JSON.stringify({ place: place.name, folder })}\n` : `Emptied ${folder}.\n`)
      return EXIT.done
    }),
}
