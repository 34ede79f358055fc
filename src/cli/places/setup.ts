import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { EXIT, HoldoutError } from '../../core/errors.ts'
import { PlacesFile } from '../../lab/places/placesFile.ts'
import { setupPlace, SUMS_FILE } from '../../lab/places/setupPlace.ts'
import { textOption } from '../command.ts'
import type { Command } from '../command.ts'
import type { Terminal } from '../terminal.ts'
import { withWorkspace, WORKSPACE_OPTION } from '../workspace/workspaceOption.ts'

/** `holdout places setup`. */
export const placesSetup: Command = {
  name: 'places setup',
  parameters: 'NAME',
  summary: 'copy Holdout to a place, once, so that nothing has to be installed there',
  positionals: [1, 1],
  options: {
    from: {
      type: 'string',
      value: 'DIR',
      help: 'copy this unpacked package; else the one that runs, or one of this checkout',
    },
    ...WORKSPACE_OPTION,
  },
  notes: ['The copy takes 1.3 GB in the folder of the place. A copy that lies there whole is not sent again.'],
  run: (input, terminal) =>
    withWorkspace(input, 'write', 'holdout places', async ({ paths }) => {
      const places = new PlacesFile(paths.folder)
      const place = await places.find(input.positionals[0])
      const tree = await treeFrom(textOption(input, 'from'), terminal)
      terminal.err(`Copying Holdout to ${place.name} …\n`)
      const { place: ready, folder, isSent } = await setupPlace(place, tree)
      await places.add(ready)
      const done = isSent ? `Copied Holdout to ${folder}.` : `Holdout was in ${folder} already.`
      terminal.out(input.json ? `${JSON.stringify({ place: ready.name, folder, isSent })}\n` : `${done}\n`)
      return EXIT.done
    }),
}

/** @throws HoldoutError `usage/no-package` */
async function treeFrom(named: string | undefined, terminal: Terminal): Promise<string> {
  const app = fileURLToPath(new URL('../../..', import.meta.url))
  const own = dirname(resolve(app))
  const tree = named === undefined ? own : resolve(named)
  if (existsSync(join(tree, SUMS_FILE))) return tree
  const stage = join(app, 'scripts', 'stageTree.mjs')
  if (named === undefined && existsSync(stage)) return staged(stage, terminal)
  throw new HoldoutError('usage/no-package', `${tree} is no unpacked package of Holdout: it has no ${SUMS_FILE}.`, {
    path: tree,
    hint: 'Unpack the package for Linux, and name its folder: holdout places setup NAME --from DIR',
  })
}

/** The tree of this checkout, as it is packed. */
function staged(program: string, terminal: Terminal): Promise<string> {
  terminal.err('Packing this checkout …\n')
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [program], { stdio: ['ignore', 'pipe', 'pipe'] })
    let [text, words] = ['', '']
    child.stdout.setEncoding('utf8').on('data', (piece: string) => (text += piece))
    child.stderr.setEncoding('utf8').on('data', (piece: string) => (words = (words + piece).slice(-2000)))
    child.on('close', (code) => {
      if (code === 0) done(text.trim())
      else fail(new HoldoutError('usage/no-package', `This checkout could not be packed: ${words.trim()}`))
    })
  })
}
