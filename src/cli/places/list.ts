import { EXIT } from '../../core/errors.ts'
import { PlacesFile } from '../../lab/places/placesFile.ts'
import type { Command } from '../command.ts'
import { plainLines } from '../plainText.ts'
import { withWorkspace, WORKSPACE_OPTION } from '../workspace/workspaceOption.ts'
import { placeLine } from './placeLine.ts'

/** `holdout places list`. */
export const placesList: Command = {
  name: 'places list',
  parameters: '',
  summary: 'list the places where runs can be trained',
  positionals: [0, 0],
  options: WORKSPACE_OPTION,
  run: (input, terminal) =>
    withWorkspace(input, 'read', 'holdout places', async ({ paths }) => {
      const places = await new PlacesFile(paths.folder).list()
      const lines = places.map((place) => `${placeLine(place)}\n`).join('')
      terminal.out(input.json ? `${JSON.stringify(places)}\n` : plainLines(lines))
      return EXIT.done
    }),
}
