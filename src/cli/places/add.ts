import { EXIT, HoldoutError } from '../../core/errors.ts'
import { DEFAULT_FOLDER, ENGINES, placeSchema } from '../../lab/places/place.ts'
import type { Place } from '../../lab/places/place.ts'
import { PlacesFile } from '../../lab/places/placesFile.ts'
import { textOption } from '../command.ts'
import type { Command, CommandInput } from '../command.ts'
import { integerOption } from '../integerOption.ts'
import { withWorkspace, WORKSPACE_OPTION } from '../workspace/workspaceOption.ts'
import { placeLine } from './placeLine.ts'

/** `holdout places add`. */
export const placesAdd: Command = {
  name: 'places add',
  parameters: 'NAME [HOST]',
  summary: 'name a place where runs can be trained, or change it',
  positionals: [1, 2],
  options: {
    engine: { type: 'string', value: 'NAME', help: `what starts the parts: ${ENGINES.join(' or ')}; else slurm` },
    folder: { type: 'string', value: 'DIR', help: `a folder that all nodes of Slurm share; else ~/${DEFAULT_FOLDER}` },
    program: {
      type: 'string',
      value: 'DIR',
      help: 'the folder of Holdout on HOST, of the same version as here; else see "places setup"',
    },
    node: { type: 'string', value: 'FILE', help: 'the program of Node on HOST' },
    address: {
      type: 'string',
      value: 'HOST:PORT',
      help: 'with ray: a Ray that runs; else one is started for each run',
    },
    python: { type: 'string', value: 'FILE', help: 'with ray: the Python on the place that has it; else python3' },
    'token-file': { type: 'string', value: 'FILE', help: 'with ray: the file on the place with its token' },
    partition: { type: 'string', value: 'NAME', help: 'the partition of Slurm' },
    account: { type: 'string', value: 'NAME', help: 'the account of Slurm' },
    time: { type: 'string', value: 'TIME', help: 'time limit of a part of a run, as Slurm writes it' },
    memory: { type: 'string', value: 'SIZE', help: 'memory of a part, as Slurm writes it; else 2G' },
    'at-most': { type: 'string', value: 'N', help: 'parts at once' },
    'file-delay': {
      type: 'string',
      value: 'N',
      help: 'seconds by which files in the folder may appear late; else 35, with ray 1',
    },
    'least-seconds': { type: 'string', value: 'N', help: 'seconds a part should take at least; else 300, with ray 30' },
    ...WORKSPACE_OPTION,
  },
  notes: [
    'HOST is reached by ssh, as "ssh HOST" reaches it, and without a question for a password.',
    '"slurm" is the Slurm of this machine, "ray" a Ray of our own on this machine; neither need be added.',
  ],
  run: (input, terminal) =>
    withWorkspace(input, 'write', 'holdout places', async ({ paths }) => {
      const place = placeIn(input)
      await new PlacesFile(paths.folder).add(place)
      terminal.out(input.json ? `${JSON.stringify(place)}\n` : `${placeLine(place)}\n`)
      return EXIT.done
    }),
}

const TEXTS = ['partition', 'account', 'time', 'memory', 'program', 'node', 'address', 'python', 'token-file'] as const

/** @throws HoldoutError `usage/bad-option` */
function placeIn(input: CommandInput): Place {
  const [name, host] = input.positionals
  const texts = Object.fromEntries(
    TEXTS.flatMap((option) => {
      const text = textOption(input, option)
      return text === undefined ? [] : [[option === 'token-file' ? 'tokenFile' : option, text]]
    }),
  )
  const atMost = integerOption(input, 'at-most', { least: 1, most: 10_000 })
  const leastSeconds = integerOption(input, 'least-seconds', { least: 0, most: 86_400 })
  const fileDelay = integerOption(input, 'file-delay', { least: 0, most: 3600 })
  const read = placeSchema.safeParse({
    name,
    ...(host !== undefined && { host }),
    engine: textOption(input, 'engine') ?? 'slurm',
    folder: textOption(input, 'folder') ?? DEFAULT_FOLDER,
    ...texts,
    ...(atMost !== undefined && { atMost }),
    ...(leastSeconds !== undefined && { leastSeconds }),
    ...(fileDelay !== undefined && { fileDelay }),
  })
  if (read.success) return read.data
  const [{ path, message }] = read.error.issues
  throw new HoldoutError('usage/bad-option', `places add: ${path.join('.')}: ${message}`, {
    hint: 'A name consists of letters, digits, dots, dashes and underscores.',
  })
}
