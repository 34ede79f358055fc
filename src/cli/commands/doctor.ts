import { EXIT } from '../../core/errors.ts'
import { examineMachine } from '../../lab/experiments/examineMachine.ts'
import { PlacesFile } from '../../lab/places/placesFile.ts'
import { chooseWorkspace } from '../../lab/workspace/workspaceFolder.ts'
import type { Command } from '../command.ts'
import { examinationText } from '../doctor/examinationText.ts'
import { plainLines } from '../plainText.ts'

/** `holdout doctor`: what this machine trains with, what is missing, how to fix it. */
export const doctor: Command = {
  name: 'doctor',
  parameters: '',
  summary: 'show versions, backend and threads, and what is missing',
  positionals: [0, 0],
  options: {},
  run: async ({ json }, terminal) => {
    const found = { ...(await examineMachine()), places: await knownPlaces() }
    terminal.out(json ? `${JSON.stringify(found)}\n` : plainLines(examinationText(found)))
    return found.complaints.every(({ isHarmless }) => isHarmless) ? EXIT.done : EXIT.bug
  },
}

/** Names of the places where runs can be trained besides this machine; none without a workspace. */
async function knownPlaces(): Promise<readonly string[]> {
  const { folder } = chooseWorkspace(undefined)
  return folder === undefined ? [] : (await new PlacesFile(folder).list()).map(({ name }) => name)
}
